import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions, ImportReport } from '../../src/domain/vexa-import/options.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { numbers } from '../token/random.ts';
import { launchImport } from './command.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Whoever fills the database that is imported from gets no power here, whatever he puts into it, in
// whatever order it is imported and whatever operators do between.

let server: TestServer;
let source: VexaDatabase;

async function open(): Promise<void> {
  server = await startServer();
  source = await createVexaDatabase('0.12');
}
async function close(): Promise<void> {
  await source.drop();
  await server.stop();
}

/** An import, and before it what a rehearsal says of it. */
async function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  const rehearsed = await importVexa(server.app, { from: source.url, ...options, dryRun: true });
  const report = await importVexa(server.app, { from: source.url, ...options });
  expect(rehearsed.tally).toEqual(report.tally);
  return report;
}

const noteOf = ({ tally }: ImportReport, text: string) => {
  const found = tally.notes.find((note) => note.text.includes(text));
  return found && [found.count, ...found.examples];
};

/** What a key opens: nothing, what is its user's, or everything. */
async function opens(key: string): Promise<string> {
  const headers = { 'x-api-key': key };
  const me = await server.fetch('/auth/me', { headers });
  const users = await server.fetch('/users', { headers });
  if (users.status === 200) return 'everything';
  return me.status === 200
    ? `user ${((await me.json()) as { user_id: number }).user_id}`
    : 'nothing';
}

const update = (id: string, changes: string) =>
  server.graphql(`mutation { updateUser(input: {id: "${id}", ${changes}}) { __typename } }`, {
    admin: server.adminKey,
  });

async function refusals(): Promise<object[]> {
  const { data } = await server.graphql<{ auditEvents: { edges: { node: { after: object } }[] } }>(
    '{ auditEvents(first: 50, filter: {action: {eq: IMPORT_REFUSED}}) { edges { node { after } } } }',
    { admin: server.adminKey },
  );
  return data.auditEvents.edges.map(({ node }) => node.after).toReversed();
}

const idOf = (type: string, id: bigint | number) =>
  Buffer.from(`${type}:${id}`).toString('base64url');

const MALLORY = 'mallory-known-weak-key';

describe('an administrator here', () => {
  beforeEach(open);
  afterEach(close);

  it('is not one with a user of the same address there, but where the operator says so', async () => {
    const { databaseId } = await seedUser(server, { email: 'root@example.com', role: 'ADMIN' });
    await source.client.query(`
      insert into users (id, email) values (7, 'Root@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot}')`);
    const report = await run();
    expect(noteOf(report, 'belongs to an administrator here')).toEqual([1, '7']);
    expect(report.tally.counts.users).toEqual({ written: 0, unchanged: 0, skipped: 1 });
    expect(await opens(MALLORY)).toBe('nothing');
    expect(await refusals()).toEqual([
      {
        source: 'vexa',
        what: 'users',
        why: expect.stringContaining('--merge-admins'),
        count: 1,
        foreignIds: ['7'],
      },
    ]);
    const { code } = await launchImport(server, [
      '--from',
      source.url,
      '--merge-admins',
      '--renumber',
    ]).ended;
    expect(code).toBe(0);
    // Another process has brought a key of an unknown form: this one looks every ten seconds.
    await server.app.unknownFormatKeys.look();
    expect(await opens(MALLORY)).toBe(`user ${databaseId}`);
  });

  it('who was a user there stays as he is, and gets no new key', async () => {
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot}')`);
    await run();
    await update(idOf('User', 7), 'role: ADMIN');
    expect(await opens(MALLORY)).toBe('user 7');
    await source.client.query(`
      update users set email = 'mallory@example.com';
      insert into api_tokens (id, token, user_id, scopes) values (4, 'another-${MALLORY}', 7, '{bot}')`);
    const report = await run();
    expect(noteOf(report, 'changed there, but are administrators here')).toEqual([1, '7']);
    expect(noteOf(report, 'their user is an administrator here')).toEqual([1, '4']);
    expect(await opens(`another-${MALLORY}`)).toBe('nothing');
    expect(await server.db.prisma.user.findUnique({ where: { id: 7n } })).toMatchObject({
      email: 'ada@example.com',
    });
  });

  it('an imported key and its successors do not administrate, and `verifyToken` says so', async () => {
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot}')`);
    await run();
    await update(idOf('User', 7), 'role: ADMIN');
    const { data } = await server.graphql<{ rotateKey: { secret: string } }>(
      `mutation { rotateKey(input: {id: "${idOf('ApiToken', 3)}", overlap: 60}) { ... on RotateKeySuccess { secret } } }`,
      { admin: server.adminKey },
    );
    const minted = await server.graphql<{ mintToken: { secret: string } }>(
      `mutation { mintToken(input: {userId: "${idOf('User', 7)}"}) { ... on MintTokenSuccess { secret } } }`,
      { admin: server.adminKey },
    );
    const all = [MALLORY, data.rotateKey.secret, minted.data.mintToken.secret];
    expect(await Promise.all(all.map(opens))).toEqual(['user 7', 'user 7', 'everything']);
    const verified = all.map(async (token) => {
      const answer = await server.graphql<{ verifyToken: object }>(
        'query ($token: String!) { verifyToken(token: $token) { valid isAdmin token { isImported } } }',
        { admin: server.adminKey, variables: { token } },
      );
      return answer.data.verifyToken;
    });
    expect(await Promise.all(verified)).toEqual([
      { valid: true, isAdmin: false, token: { isImported: true } },
      { valid: true, isAdmin: false, token: { isImported: true } },
      { valid: true, isAdmin: true, token: { isImported: false } },
    ]);
    expect(
      (await server.graphql('{ apiTokens { totalCount } }', { key: MALLORY })).errors,
    ).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});

describe('the owner of a key', () => {
  beforeEach(open);
  afterEach(close);

  it('is not changed by a later import, which says so each time', async () => {
    const { databaseId } = await seedUser(server, { email: 'root@example.com' });
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com'), (8, 'root@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot,tx}')`);
    await run({ renumber: true });
    await update(idOf('User', databaseId), 'role: ADMIN');
    await source.client.query(`update api_tokens set user_id = 8, scopes = '{bot}' where id = 3`);
    for (let turn = 1; turn <= 2; turn += 1) {
      expect(noteOf(await run(), 'belong to a different user there')).toEqual([1, '3']);
      expect(await opens(MALLORY)).toBe('user 7');
      expect(await refusals()).toHaveLength(turn);
    }
    const key = await server.db.prisma.apiToken.findUnique({ where: { id: 3n } });
    expect(key).toMatchObject({ userId: 7n, scopes: ['bot'] });
  });
});

describe('a key that is easy to guess', () => {
  beforeAll(async () => {
    await open();
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com');
      insert into api_tokens (id, token, user_id, scopes)
      select place, token, 7, '{bot}' from unnest(array['${[...WEAK, ...STRONG].join("','")}'])
        with ordinality as t(token, place)`);
  });
  afterAll(close);

  const WEAK = [
    'password',
    'nineteen-characters',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'ababababababababababababab',
    `vxa_bot_${'0'.repeat(40)}`,
    'x'.repeat(40),
  ];
  const STRONG = [
    'q7Wm2Zr9Lk4Tb8Yx6Vn3',
    'the-key-of-the-customer_prod',
    `vxa_tx_${'aB3dE6gH'.repeat(4)}`,
  ];

  it('is refused, until the operator says otherwise, and then listed', async () => {
    const report = await run();
    expect(noteOf(report, 'refused: their text is easy to guess')).toEqual([
      WEAK.length,
      ...WEAK.map((_, place) => String(place + 1)),
    ]);
    for (const text of WEAK) expect(await opens(text)).toBe('nothing');
    for (const text of STRONG) expect(await opens(text)).toBe('user 7');
    const accepted = await run({ acceptWeakKeys: true });
    expect(noteOf(accepted, 'easy to guess, and still work')?.[0]).toBe(WEAK.length);
    for (const text of WEAK) expect(await opens(text)).toBe('user 7');
  });
});

describe('a key that got another text there', () => {
  afterEach(close);

  const OTHER = 'q7Wm2Zr9Lk4Tb8Yx6Vn3';
  const change = (text: string) =>
    source.client.query(`update api_tokens set token = '${text}', name = 'renamed' where id = 3`);

  beforeEach(async () => {
    await open();
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com'), (8, 'bob@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot}')`);
    await run();
  });

  it('is refused while that text is easy to guess', async () => {
    await change('password');
    for (let turn = 1; turn <= 2; turn += 1) {
      const report = await run();
      expect(noteOf(report, 'refused: their text is easy to guess')).toEqual([1, '3']);
      expect(report.tally.counts.keys).toEqual({ written: 0, unchanged: 0, skipped: 1 });
      expect(await refusals()).toHaveLength(turn);
      expect([await opens('password'), await opens(MALLORY)]).toEqual(['nothing', 'user 7']);
    }
    await run({ acceptWeakKeys: true });
    expect([await opens('password'), await opens(MALLORY)]).toEqual(['user 7', 'nothing']);
    // Its text stays what the operator has accepted: what else changes is taken.
    await source.client.query(`update api_tokens set name = 'once more' where id = 3`);
    expect((await run()).tally.counts.keys).toEqual({ written: 1, unchanged: 0, skipped: 0 });
  });

  it('is refused while its user here administrates', async () => {
    await update(idOf('User', 7), 'role: ADMIN');
    await change(OTHER);
    const report = await run();
    expect(noteOf(report, 'their user is an administrator here')).toEqual([1, '3']);
    expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['nothing', 'user 7']);
    await run({ mergeAdmins: true });
    expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['user 7', 'nothing']);
  });

  it('is refused for good if it is of another user there, too', async () => {
    await change(OTHER);
    await source.client.query('update api_tokens set user_id = 8 where id = 3');
    for (const options of [{}, { mergeAdmins: true }, { acceptWeakKeys: true }]) {
      const report = await run(options);
      expect(noteOf(report, 'another text and another user there')).toEqual([1, '3']);
      expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['nothing', 'user 7']);
    }
  });

  it('is taken else', async () => {
    await change(OTHER);
    expect((await run()).tally.counts.keys).toEqual({ written: 1, unchanged: 0, skipped: 0 });
    expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['user 7', 'nothing']);
  });
});

describe.each([1, 2, 3])('whatever happens there and here, by sequence %i', (seed) => {
  beforeEach(open);
  afterEach(close);

  it('no key from there administrates, and none changes its owner', async () => {
    const random = numbers(seed);
    const emails = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.com`);
    for (const email of emails.slice(0, 2))
      await seedUser(server, { email, role: random.oneOf(['USER', 'ADMIN']) });
    for (const [place, email] of emails.slice(1).entries())
      await source.client.query('insert into users (id, email) values ($1, $2)', [
        place + 50,
        email,
      ]);
    const texts: string[] = [];
    const owners = new Map<string, string>();
    const there = () => 50 + random.upTo(3);
    for (let step = 0; step < 8; step += 1) {
      const text = `a key from there, number ${step}`.replaceAll(' ', '-');
      await source.client.query(
        `insert into api_tokens (token, user_id, scopes) values ($1, $2, '{bot}')`,
        [text, there()],
      );
      texts.push(text);
      await source.client.query('update api_tokens set user_id = $1 where id = $2', [
        there(),
        1 + random.upTo(texts.length),
      ]);
      await importVexa(server.app, {
        from: source.url,
        name: random.oneOf(['vexa', 'vexa', 'another']),
        mergeAdmins: random.oneOf([true, false]),
      });
      const users = await server.db.prisma.user.findMany();
      const changed = random.oneOf(users);
      await update(
        idOf('User', changed.id),
        random.oneOf(['role: ADMIN', 'role: ADMIN', 'role: USER', 'isActive: true']),
      );
      await checkKeys(texts, owners);
    }
    expect(owners.size).toBeGreaterThan(0);
  });
});

/** @param owners what each key opened when it first opened anything */
async function checkKeys(texts: readonly string[], owners: Map<string, string>): Promise<void> {
  for (const text of texts) {
    const now = await opens(text);
    expect(now).not.toBe('everything');
    if (now === 'nothing') continue;
    expect(now).toBe(owners.get(text) ?? now);
    owners.set(text, now);
  }
}
