import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { numbers } from '../token/random.ts';
import { launchImport } from './command.ts';
import { noteIn } from './notes.ts';
import { idOf, MALLORY, openBoth, type Powers } from './powers.ts';
import type { VexaDatabase } from './source.ts';

// Whoever fills the database that is imported from gets no power here, whatever he puts into it, in
// whatever order it is imported and whatever operators do between.

let server: TestServer;
let source: VexaDatabase;
let run: Powers['run'];
let opens: Powers['opens'];
let update: Powers['update'];
let refusals: Powers['refusals'];
let close: Powers['close'];

async function open(): Promise<void> {
  ({ server, source, run, opens, update, refusals, close } = await openBoth());
}

describe('an administrator here', () => {
  beforeEach(open);
  afterEach(() => close());

  it('is not one with a user of the same address there, but where the operator says so', async () => {
    const { databaseId } = await seedUser(server, { email: 'root@example.com', role: 'ADMIN' });
    await source.client.query(`
      insert into users (id, email) values (7, 'Root@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot}')`);
    const report = await run();
    expect(noteIn(report, 'belongs to an administrator here')).toEqual([1, '7']);
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
    expect(noteIn(report, 'changed there, but are administrators here')).toEqual([1, '7']);
    expect(noteIn(report, 'their user is an administrator here')).toEqual([1, '4']);
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
    expect(await Promise.all(all.map((key) => opens(key)))).toEqual([
      'user 7',
      'user 7',
      'everything',
    ]);
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
  afterEach(() => close());

  it('is not changed by a later import, which says so each time', async () => {
    const { databaseId } = await seedUser(server, { email: 'root@example.com' });
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com'), (8, 'root@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot,tx}')`);
    await run({ renumber: true });
    await update(idOf('User', databaseId), 'role: ADMIN');
    await source.client.query(`update api_tokens set user_id = 8, scopes = '{bot}' where id = 3`);
    for (let turn = 1; turn <= 2; turn += 1) {
      expect(noteIn(await run(), 'belong to a different user there')).toEqual([1, '3']);
      expect(await opens(MALLORY)).toBe('user 7');
      expect(await refusals()).toHaveLength(turn);
    }
    const key = await server.db.prisma.apiToken.findUnique({ where: { id: 3n } });
    expect(key).toMatchObject({ userId: 7n, scopes: ['bot'] });
  });
});

describe.each([1, 2, 3])('whatever happens there and here, by sequence %i', (seed) => {
  beforeEach(open);
  afterEach(() => close());

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
