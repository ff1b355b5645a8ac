/**
 * The lines of a text that comes in parts, without their ends. Only a line feed ends one: the reader of Node also
 * splits at U+2028, which JSON and PostgreSQL write as it is.
 */
export async function* textLines(parts: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of parts) {
    rest += typeof part === 'string' ? part : decoder.decode(part as Uint8Array, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
