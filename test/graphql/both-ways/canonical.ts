/**
 * A JSON text without what means nothing: blanks, and how numbers are written. Stored data is answered as
 * the database writes it on the fast path, and as JavaScript writes it by the library.
 */
export function canonical(text: string): string {
  const parse = JSON.parse as (text: string, revive: Revive) => unknown;
  return JSON.stringify(
    parse(text, (_name, value, { source }) =>
      typeof value === 'number' ? digitsOf(source ?? String(value)) : value,
    ),
  );
}

type Revive = (name: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Sign, digits and power of ten. */
function digitsOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(number) ?? [];
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const short = digits.replace(/0+$/, '');
  if (short === '') return '0';
  return `${sign}${short}e${Number(power) - fraction.length + digits.length - short.length}`;
}
