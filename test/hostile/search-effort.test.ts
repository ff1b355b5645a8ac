import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { omitSecrets } from '../../src/core/input/omit-secrets.ts';
import { newSecret } from '../../src/security/keys/secret.ts';

// The search for secrets is asked to decode and read again and again. What is counted is how often it
// does, and over how many characters: each refused text costs an exception.

const SIZE = 60_000;
const base64 = (text: string) => Buffer.from(text).toString('base64');
const times = (text: string) =>
  Array.from({ length: Math.floor(SIZE / (text.length + 3)) }, () => text);
/** As large as data may be. */
const cut = (list: readonly unknown[], encode: (text: string) => string = (text) => text) => {
  let part = list;
  while (encode(JSON.stringify(part)).length > SIZE) part = part.slice(0, part.length * 0.9);
  return encode(JSON.stringify(part));
};

const BEGINNINGS = ['[', '{', '"', '%5b', '%7b', '[1,x]', '{"a":x}', '"\n"', '["]"]x]', '[[[1]'];

/** Encodings around it, to four levels. */
function wrapped(list: readonly unknown[]): readonly string[] {
  const encodings = [base64, encodeURIComponent, (text: string) => JSON.stringify([text])];
  const once = encodings.map((encode) => cut(list, encode));
  const twice = encodings.flatMap((outer) =>
    encodings.map((inner) => cut(list, (text) => outer(inner(text)))),
  );
  const thrice = encodings.map((encode) => cut(list, (text) => encode(base64(encode(text)))));
  return [...once, ...twice, ...thrice];
}

const HOSTILE: readonly unknown[] = [
  ...BEGINNINGS.flatMap((text) => [times(text), cut(times(text)), ...wrapped(times(text))]),
  cut(times('').map((_, place) => base64(`abcdefghijk${place + 1_000}`))),
  cut(times('').map((_, place) => `n${place}_hook=1`)),
  Array.from({ length: 5_000 }, (_, place) => ` ab${place}c=b`).join(''),
];

/** What costs most, while `work` is done. */
function counted(work: () => void) {
  let failed = 0;
  let characters = 0;
  const parse = JSON.parse;
  vi.spyOn(JSON, 'parse').mockImplementation((text: string, reviver) => {
    characters += text.length;
    try {
      return parse(text, reviver) as unknown;
    } catch (error) {
      failed += 1;
      throw error;
    }
  });
  const decode = vi.spyOn(Buffer, 'from');
  work();
  const decoded = decode.mock.calls.length;
  vi.restoreAllMocks();
  return { failed, characters, decoded };
}

afterEach(() => vi.restoreAllMocks());

describe('the search for secrets', () => {
  it('reads and decodes not much more than there is, whatever is sent', () => {
    for (const hostile of HOSTILE) {
      const size = JSON.stringify(hostile).length;
      const { failed, characters, decoded } = counted(() => omitSecrets({ t: hostile }));
      const sent = JSON.stringify(hostile).slice(0, 60);
      // A long text may fail once for each way in which it was encoded.
      expect({ sent, failed: Math.min(failed, 20) }).not.toEqual({ sent, failed: 20 });
      expect(characters, sent).toBeLessThan(8 * size);
      expect(decoded, sent).toBeLessThan(size / 10);
    }
  });

  it('leaves out what it could not search, and says so', () => {
    const secret = base64('{"webhook_secret": "left-7261"}');
    const costly = cut(times('').map((_, place) => base64(`["abcdefgh${place + 1_000}"]`)));
    const data = { costly: JSON.stringify([...(JSON.parse(costly) as string[]), secret]), kept: 1 };
    const { data: stored, paths } = omitSecrets({ ...data, after: 'a text' });
    expect(stored).toEqual({ kept: 1, after: 'a text' });
    expect(paths).toEqual([['costly']]);
  });

  it('keeps ordinary data, as large as it may be', () => {
    const rows = (text: (place: number) => unknown) =>
      cut(Array.from({ length: 20_000 }, (_, place) => text(place)));
    const captions = rows((id) => ({ id, name: `Alice ${id}`, at: '10:30', text: 'Hello, "you"' }));
    const ordinary = [
      captions,
      rows((place) => place % 7),
      rows((place) => `https://a.example.com/a%20b${place}?c=d`),
      rows((place) => `${place}0000000`.slice(0, 8).concat('-aaaa-4bbb-8ccc-0123456789ab')),
      rows((place) => ({ bbox: `[${place},0,1,1]`, tags: '[]', more: '{"a":1}' })),
      cut([captions], (text) => JSON.stringify({ body: text })),
      cut([captions], base64),
      randomBytes(SIZE / 2).toString('base64'),
      Array.from({ length: 4_000 }, (_, place) => `[${place}]: [a] {b}`),
      'The quick brown fox jumps over the lazy dog. '.repeat(1_300),
      'Ваша встреча начинается — 会議が始まります。'.repeat(900),
    ];
    for (const text of ordinary) expect(omitSecrets({ text }).paths).toEqual([]);
  });
});

describe('a key of this service', () => {
  it.each(['', 'x', 'x_', '9', 'X_', '_', 'a-', 'key=', '/'])('is found behind "%s"', (before) => {
    const key = newSecret('vxa', 'bot');
    expect(omitSecrets({ note: `a ${before}${key} b` }).paths).toEqual([['note']]);
    expect(omitSecrets({ note: `${before}${key}` }).paths).toEqual([['note']]);
  });
});
