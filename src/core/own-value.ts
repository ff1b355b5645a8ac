/** What a table says of a word that may come from anywhere: never what all objects have, such as `constructor`. */
export function ownValue<Value>(
  table: Readonly<Record<string, Value>>,
  word: string,
): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
