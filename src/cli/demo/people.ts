const DEMO_DOMAIN = 'demo.example.com';

/** Twenty people of a company that does not exist. */
export const PEOPLE = [
  'Ada Okafor',
  'Bruno Keller',
  'Chiara Conti',
  'Dmitri Volkov',
  'Elif Yilmaz',
  'Farid Haddad',
  'Grace Nakamura',
  'Henrik Olsen',
  'Ines Duarte',
  'Jonas Weber',
  'Kaia Tamm',
  'Liam Murphy',
  'Mei Lin',
  'Noor Rahman',
  'Oscar Lind',
  'Priya Nair',
  'Quentin Moreau',
  'Rosa Alvarez',
  'Sven Bakker',
  'Tomasz Nowak',
] as const;

export function addressOf(name: string): string {
  return `${name.toLowerCase().replace(' ', '.')}@${DEMO_DOMAIN}`;
}
