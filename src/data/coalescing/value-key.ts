/**
 * A text for a value, which no other value has: `1`, `1n` and `"1"` differ, and so do null and what is
 * left out. What is no plain data gets a text for each object, so it equals nothing but itself.
 * It is made for every read: texts are told apart by their length, which costs less than to escape them.
 */
export function valueKey(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return textKey(value);
    case 'bigint':
      return `${value}n`;
    case 'object':
      return value === null ? 'null' : objectKey(value);
    case 'function':
    case 'symbol':
      return identityKey(value);
    default:
      return String(value);
  }
}

function textKey(text: string): string {
  return `"${text.length}:${text}`;
}

function objectKey(value: object): string {
  if (Array.isArray(value)) return listKey(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return otherKey(value);
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '{';
  // Faster than `Object.entries`: plain objects inherit no names.
  for (const name in fields) text += `${textKey(name)}${valueKey(fields[name])},`;
  return `${text}}`;
}

function listKey(values: readonly unknown[]): string {
  let text = '[';
  for (const value of values) text += `${valueKey(value)},`;
  return `${text}]`;
}

function otherKey(value: object): string {
  if (value instanceof Date) return `@${value.getTime()}`;
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  return identityKey(value);
}

const identities = new WeakMap<WeakKey, string>();
let known = 0;

function identityKey(value: WeakKey): string {
  const text = identities.get(value) ?? `&${++known}`;
  identities.set(value, text);
  return text;
}
