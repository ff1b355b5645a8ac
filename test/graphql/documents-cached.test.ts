import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What the process remembers of documents, read where it is kept.

const TOTAL = 33_554_432;

let server: TestServer;
let key: string;
let other: string;
beforeEach(async () => {
  server = await startServer();
  key = (await seedKey(server, await seedUser(server), { scopes: ['BOT', 'TX'] })).secret;
  other = (await seedKey(server, await seedUser(server), { scopes: ['BOT', 'TX'] })).secret;
});

afterEach(() => server.stop());

function size() {
  return server.app.documents.size();
}

const FIELDS = 'id email name isActive createdAt databaseId imageUrl maxConcurrentBots';

/** Large, and unlike any other. */
function large(place: number, root = 'viewer'): string {
  const aliases = Array.from({ length: 10 }, (_, at) => `a${at}_${place}: ${root} { ...F }`);
  return `{ ${aliases.join(' ')} } fragment F on Viewer { access adminKeyName user { ${FIELDS} } token { id hint } }`;
}

describe('a document', () => {
  it('that somebody without a key sends is not kept', async () => {
    const before = size();
    for (let place = 0; place < 5; place += 1) {
      const query = `{ viewer { access x${place}: access } }`;
      for (let times = 0; times < 4; times += 1)
        expect((await server.graphql(query)).errors).toBeUndefined();
    }
    expect(size()).toEqual(before);
  });

  it('of which everything is refused is not kept', async () => {
    const before = size();
    for (let place = 0; place < 5; place += 1) {
      for (let times = 0; times < 4; times += 1) {
        const { errors } = await server.graphql(`{ users { n${place}: totalCount } }`, { key });
        expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
      }
    }
    expect(size()).toEqual(before);
  });

  it('that is wrong is not kept', async () => {
    const before = size();
    for (const query of [
      '{ viewer { nope } }',
      '{ viewer {',
      '{ users(first: 1000) { totalCount } }',
    ])
      await server.graphql(query, { admin: server.adminKey });
    expect(size()).toEqual(before);
  });

  it('is kept once', async () => {
    const { entries, weight } = size();
    for (let times = 0; times < 4; times += 1)
      await server.graphql('{ viewer { access } }', { key });
    expect(size().entries).toBe(entries + 1);
    expect(size().weight).toBeGreaterThan(weight);
    const after = size();
    await server.graphql('{ viewer { access } }', { key: other });
    expect(size()).toEqual(after);
  });

  it('does not drive out those of others, however many one caller sends', async () => {
    const mine = '{ viewer { access adminKeyName } }';
    await server.graphql(mine, { key: other });
    for (let place = 0; place < 30; place += 1)
      expect((await server.graphql(large(place), { key })).errors).toBeUndefined();
    const { entries, weight } = size();
    expect(weight).toBeLessThanOrEqual(TOTAL / 2 + 1_000_000);
    expect(entries).toBeLessThan(30);
    // Still there: sending it again adds nothing.
    await server.graphql(mine, { key: other });
    expect(size()).toEqual({ entries, weight });
  });

  it('weighs no more than the limit, whoever sends it', async () => {
    for (let place = 200; place < 225; place += 1)
      await server.graphql(large(place), { admin: server.adminKey });
    for (let place = 300; place < 325; place += 1)
      await server.graphql(large(place), { key: other });
    expect(size().weight).toBeLessThanOrEqual(TOTAL);
    expect(size().weight).toBeGreaterThan(TOTAL / 2);
  });

  it('that is used between others outlives those that are not', async () => {
    const caller = (await seedKey(server, await seedUser(server))).secret;
    const used = '{ viewer { access token { name } } }';
    const unused = '{ viewer { access token { hint } } }';
    for (const query of [used, unused]) await server.graphql(query, { key: caller });
    for (let place = 400; place < 430; place += 1) {
      await server.graphql(large(place), { key: caller });
      await server.graphql(used, { key: caller });
    }
    const full = size();
    await server.graphql(used, { key: caller });
    expect(size()).toEqual(full);
    // What was thrown out comes in again, in place of others.
    await server.graphql(unused, { key: caller });
    expect(size()).not.toEqual(full);
  });
});
