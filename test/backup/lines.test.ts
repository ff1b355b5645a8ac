import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { textLines } from '../../src/core/text-lines.ts';

const TEXT = '{"name":"a\u2028b\u2029c\u0085d"}\n\n{"name":"Müller 👍"}\r\nlast';
const LINES = ['{"name":"a\u2028b\u2029c\u0085d"}', '', '{"name":"Müller 👍"}', 'last'];

async function linesOf(bytes: Buffer, size: number): Promise<string[]> {
  const count = Math.ceil(bytes.length / size);
  const parts = Array.from({ length: count }, (_, part) =>
    bytes.subarray(part * size, (part + 1) * size),
  );
  const lines: string[] = [];
  for await (const line of textLines(Readable.from(parts))) lines.push(line);
  return lines;
}

it('lines end with a line feed alone, however the text is cut', async () => {
  for (const size of [1, 2, 3, 5, 7, 1_000])
    expect([size, await linesOf(Buffer.from(TEXT), size)]).toEqual([size, LINES]);
  expect(await linesOf(Buffer.from(`${TEXT}\n`), 4)).toEqual(LINES);
  expect(await linesOf(Buffer.from(''), 4)).toEqual([]);
});
