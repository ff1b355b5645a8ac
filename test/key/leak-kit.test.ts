import { describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { runKey, verdictsOn } from './command.ts';
import { altered, KINDS, keys } from './keys.ts';

const [key = ''] = keys;
const tail = key.slice('vxa_bot_'.length);
const WHAT_THEY_ARE = [
  "a user's key, first scope bot",
  "a user's key, first scope tx",
  "a user's key, first scope browser",
  'an admin key, full access',
  'an admin key, read-only',
];

describe('latchkey key check', () => {
  it('knows each of 2,000 keys, and what it is', () => {
    const verdicts = verdictsOn(keys.join('\n'));
    const expected = keys.map((secret, place) => {
      const kind = place % KINDS.length;
      return `  vxa_${KINDS[kind]}_…${secret.slice(-4)}  ${WHAT_THEY_ARE[kind]}; the checksum matches`;
    });
    expect(verdicts).toEqual(expected);
  });

  it('knows what a service hands out', async () => {
    await using server = await handedOut();
    expect(verdictsOn(server.secrets.join(' '))).toEqual(
      WHAT_THEY_ARE.map((what) => expect.stringContaining(`${what}; the checksum matches`)),
    );
  });

  it('lets none of 2,000 keys pass of which one character is another', () => {
    const { code, output } = runKey(['check', '-'], { text: keys.map(altered).join('\n') });
    expect(output.match(/the checksum does not match/g)).toHaveLength(keys.length);
    expect(output).not.toContain('the checksum matches');
    expect(code).toBe(1);
  });

  it.each([
    ['a header in a log', `{"headers":{"x-api-key":"${key}"},"status":200}`],
    ['an address', `GET /meetings?api_key=${key}&limit=5 HTTP/1.1`],
    ['an escaped line break', `log: "sent\\n${key}\\n"`],
    ['an escaped equals sign', `key%3D${key}%26x`],
    ['an escape of JSON', `api_key\\u003d${key}\\u0026`],
    ['a terminal in colours', `\u001b[32m${key}\u001b[0m`],
    ['a name in front', `API_KEY_${key}`],
    ['two of the same', `${key},${key}`],
  ])('finds a key in %s', (_where, text) => {
    expect(verdictsOn(text)).toEqual([expect.stringContaining('the checksum matches')]);
  });

  it.each([
    ['an older form with a scope', `vxa_user_${'a1B2'.repeat(8)}`, 0, 'older version'],
    ['the key of a first start', `adm_${'a1B2C'.repeat(8)}`, 0, 'that a first start generates'],
    [
      'the same in an address',
      `?key=adm_${'a1B2C'.repeat(8)}&x`,
      0,
      'that a first start generates',
    ],
    ['40 bare characters', 'a1B2C'.repeat(8), 0, '40 bare characters'],
    ['a key that was cut off', key.slice(0, -1), 1, 'unknown form'],
    ['a key with more after it', `${key}x`, 1, 'unknown form'],
    ['a key of another service', `sk_live_${'a1B2'.repeat(6)}`, 1, 'unknown form'],
    ['any other text', 'our-very-own-secret_for_the_robot!', 1, 'Unknown form'],
    ['no text', '', 1, 'Unknown form'],
  ])('names %s as such', (_what, text, code, says) => {
    const told = runKey(['check', '-'], { text });
    expect(told).toMatchObject({ code, output: expect.stringContaining(says) });
    expect(told.output).not.toContain('the checksum matches');
  });

  it('says when a key has another prefix, and that it does not know whether it lives', () => {
    const { code, output } = runKey(['check', key], { env: { TOKEN_PREFIX: 'acme' } });
    expect(code).toBe(0);
    expect(output).toContain('the checksum matches; the prefix is not acme');
    expect(output).toContain('To find out whether a key exists and works, ask the\nservice');
  });

  it('never prints a key back, in whole or in its random part', () => {
    for (const text of [key, altered(key, 30), `${key}x`, tail, `x ${key} ${tail}AB`]) {
      const { output, errors } = runKey(['check', text]);
      expect(output + errors).not.toContain(tail.slice(0, 20));
    }
    expect(runKey(['check', key]).errors).toContain("shell's history");
  });
});

describe('latchkey key', () => {
  it.each([
    [[]],
    [['check']],
    [['check', '']],
    [['delete']],
    [['gitleaks', 'vxa']],
    [['github', '--all']],
  ])('explains itself to %j', (words) => {
    const { code, output, errors } = runKey(words);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^latchkey: Usage: latchkey key check -/);
  });

  it.each(['V', 'v', '1ab', 'a.*', 'a(b', "x'''", 'muchtoolong', 'a b'])(
    'refuses the prefix %s, as a start does',
    (prefix) => {
      expect(runKey(['gitleaks', '--prefix', prefix])).toEqual({
        code: 2,
        output: '',
        errors:
          'latchkey: --prefix must be 2 to 10 lower-case letters and digits, starting with a letter\n',
      });
    },
  );

  it.each([['check', '-'], ['gitleaks'], ['github']])('%s heeds the setting', (...words) => {
    const refused = runKey(words, { env: { TOKEN_PREFIX: 'a.*' } });
    expect(refused).toMatchObject({ code: 2, output: '' });
    expect(refused.errors).toMatch(/^latchkey: TOKEN_PREFIX must be 2 to 10 /);
    expect(runKey(words, { text: key, env: { TOKEN_PREFIX: 'acme' } }).output).toContain('acme');
    expect(runKey(words, { text: key, env: { TOKEN_PREFIX: '' } }).output).not.toContain('acme');
  });
});

/** A key of each kind, from the APIs that give them out. */
async function handedOut() {
  const server = await startServer();
  const user = await seedUser(server);
  const secrets: string[] = [];
  for (const scope of ['BOT', 'TX', 'BROWSER'])
    secrets.push((await seedKey(server, user, { scopes: [scope] })).secret);
  for (const access of ['FULL', 'READ_ONLY']) {
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
      `mutation { createAdminKey(input: {name: "kit", access: ${access}}) { ... on CreateAdminKeySuccess { secret } } }`,
      { admin: server.adminKey },
    );
    secrets.push(data.createAdminKey.secret);
  }
  return { secrets, [Symbol.asyncDispose]: () => server.stop() };
}
