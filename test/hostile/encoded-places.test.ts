import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { omitSecretsInText, secretPaths } from '../../src/core/input/omit-secrets.ts';

// Where what is encoded begins is for whoever wrote the text to know: the secret is found behind
// anything, and however lines are cut.

const SECRET = JSON.stringify({ webhook_secret: 'left-7261' });
const base64 = (text: string) => Buffer.from(text).toString('base64');

const ENCODINGS: Readonly<Record<string, (text: string) => string>> = {
  base64,
  'base64 for addresses': (text) => Buffer.from(text).toString('base64url'),
  'hexadecimal digits': (text) => Buffer.from(text).toString('hex'),
  'hexadecimal digits in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'base64 of base64': (text) => base64(`cfg-${base64(text)}`),
};

const BEFORE = [
  ...['', 'a', 'ab', 'abc', 'abcd', '/', '/cb/', 'cfg-', 'v1_', 'ab/', 'a+b', '0x', '\\x', '#'],
  ...['https://a.example.com/cb/', 'https://a.example.com/v1/cfg_', 'x='],
];
const BEHIND = ['', '/', '/more', '-x', '_1', '.', ' ok', '\n'];

const lines = (text: string, width: number, end: string) =>
  (text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? []).join(end);

function isFound(text: string): boolean {
  const json = JSON.stringify({ text });
  return secretPaths({ text }).length > 0 && omitSecretsInText(json).paths.length > 0;
}

describe.each(Object.entries(ENCODINGS))('a secret in %s is found', (_name, encode) => {
  it('whatever stands around it', () => {
    const encoded = encode(SECRET);
    const texts = BEFORE.flatMap((before) => BEHIND.map((behind) => before + encoded + behind));
    expect(texts.filter((text) => !isFound(text))).toEqual([]);
  });

  it('wherever its lines end', () => {
    const missed = Array.from({ length: 80 }, (_, padding) =>
      encode(`${' '.repeat(padding)}${SECRET}${'x'.repeat(60)}`),
    ).flatMap((encoded) =>
      [60, 64, 76].flatMap((width) =>
        ['\n', '\r\n', '\n    ']
          .map((end) => lines(encoded, width, end))
          .filter((text) => !isFound(text)),
      ),
    );
    expect(missed).toEqual([]);
  });
});

const many = (make: () => string) => Array.from({ length: 500 }, make);

const ORDINARY: Readonly<Record<string, readonly string[]>> = {
  'random bytes': many(() => randomBytes(60).toString('base64')),
  'random bytes in lines': many(() => lines(randomBytes(200).toString('base64'), 76, '\n')),
  'random bytes behind letters': many(() => `v1_${randomBytes(40).toString('base64url')}`),
  digests: many(() => `0x${randomBytes(32).toString('hex')}`),
  UUIDs: many(() => `/meetings/${randomUUID()}/recordings/${randomUUID()}`),
  'lists of digests': [many(() => randomBytes(20).toString('hex')).join('\n')],
  'texts in lines': [lines(base64('We talked about passwords and tokens. '.repeat(40)), 76, '\n')],
  'signed texts': many(() =>
    [
      { alg: 'HS256', typ: 'JWT' },
      { sub: randomUUID(), iat: 1_700_000_000 },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat(randomBytes(32).toString('base64url'))
      .join('.'),
  ),
};

it.each(Object.entries(ORDINARY))('%s are no secrets', (_name, texts) => {
  expect(secretPaths({ texts })).toEqual([]);
});
