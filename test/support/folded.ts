// Unicode's full case folding (statuses C and F of its CaseFolding), from what JavaScript offers. Checked
// against the Unicode data itself for every code point.

const CHEROKEE = /\p{Script=Cherokee}/u;

function foldCharacter(character: string): string {
  if (character === 'ı') return character;
  if (character === 'ẞ') return 'ss';
  const upper = character.toUpperCase();
  // Cherokee folds to upper case: its small letters came later.
  if (CHEROKEE.test(character)) return upper;
  return Array.from(upper, (letter) => letter.toLowerCase()).join('');
}

/** What makes two texts the same: a canonical caseless match (The Unicode Standard, D145). */
export function folded(text: string): string {
  return Array.from(text.normalize('NFD'), foldCharacter).join('').normalize('NFC');
}

/** The order of PostgreSQL's collation "C". */
export function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}

const POOLS = [
  'abzIiKkſſAZ',
  'éÉßẞüÜåÅK\u212aıİœŒæﬁﬆŉǆǅ',
  'αΑΆάςσΣΐᾳᾼ',
  'привЁёЙй',
  'अजयकािी्डाटा',
  '가각한글ᄀ',
  '日本語アイ',
  'ᲐაᏸᏰꭰᎠ𐐀𐐨Ⰰⰰ',
  '\u0301\u0308\u0345\u0327\u0323',
] as const;
const IN_NAMES = ['😀👍🏽☃', ' -.', '🇩🇪Ⅷⅷ'];

/** Repeatable randomness. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Random = ReturnType<typeof randomFrom>;

function randomText(random: Random, pools: readonly string[], length: number): string {
  const characters = pools.map((pool) => [...pool]);
  return Array.from({ length }, () => {
    const pool = characters[random(characters.length)] ?? [];
    return pool[random(pool.length)] ?? '';
  }).join('');
}

export type Person = { readonly email: string; readonly name: string | null };

/** People whose addresses and names are hard to tell apart, and to sort; many are the same. */
export function randomPeople(random: Random, count: number): Person[] {
  const domains = [
    'example.com',
    'EXAMPLE.com',
    'डाटा.भारत',
    'bücher.example',
    'straße.de',
    'strasse.de',
  ];
  return Array.from({ length: count }, () => ({
    email: `a${randomText(random, POOLS, 1 + random(3))}@${domains[random(domains.length)]}`,
    name: random(5) === 0 ? null : `${randomText(random, [...POOLS, ...IN_NAMES], 1 + random(3))}x`,
  }));
}
