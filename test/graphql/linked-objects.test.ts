import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type SeededKey,
  type SeededUser,
  seedKey,
  seedMeetings,
  seedUser,
} from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let user: SeededUser;
let key: SeededKey;
beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
  key = await seedKey(server, user, { scopes: ['BOT'] });
  await seedMeetings(server, user.databaseId, 2);
});
afterAll(() => server.stop());

type Caller = { readonly admin?: string; readonly key?: string };

async function ask<Data>(query: string, caller: Caller = { admin: server.adminKey }) {
  const { data, errors } = await server.graphql<Data>(query, caller);
  expect(errors, query).toBeUndefined();
  return data;
}

describe('the target of an event', () => {
  type Event = {
    readonly action: string;
    readonly targetId: string | null;
    readonly target: { readonly __typename: string; readonly id: string } | null;
  };
  const EVENTS = `{ auditEvents(first: 100) { nodes { action targetId target { __typename id
    ... on User { email } ... on ApiToken { hint } ... on AdminKey { hint } } } } }`;
  const read = async () =>
    (await ask<{ auditEvents: { nodes: Event[] } }>(EVENTS)).auditEvents.nodes;

  it('is the user, the key or the admin key in its current state, and null once a user is deleted', async () => {
    const gone = await seedUser(server);
    const revoked = await seedKey(server, user);
    await ask(`mutation { createAdminKey(input: {name: "ops"}) { __typename } }`);
    await ask(`mutation { revokeToken(input: {token: {id: "${revoked.id}"}}) { __typename } }`);
    await ask(`mutation { deleteUser(input: {user: {id: "${gone.id}"}}) { __typename } }`);
    await server.graphql('{ users { totalCount } }', { key: key.secret });
    // The third time, the document is compiled.
    for (const _time of [1, 2, 3]) {
      const events = await read();
      for (const { action, targetId, target } of events) {
        const isThere = targetId !== null && targetId !== gone.id;
        expect(target?.id, action).toBe(isThere ? targetId : undefined);
      }
      const types = new Set(events.map(({ target }) => target?.__typename));
      expect(types).toEqual(new Set(['User', 'ApiToken', 'AdminKey', undefined]));
    }
  });
});

describe('a session', () => {
  const SESSIONS = '{ meetings { nodes { sessions { id databaseId sessionUid } } } }';
  type Session = { readonly id: string; readonly databaseId: number; readonly sessionUid: string };
  type Read = { meetings: { nodes: { sessions: Session[] }[] } };
  const read = async () =>
    (await ask<Read>(SESSIONS)).meetings.nodes.flatMap(({ sessions }) => sessions);

  it('has an id that stays, unlike that of any other, by which it is found', async () => {
    const sessions = await read();
    expect(new Set(sessions.map(({ id }) => id)).size).toBe(2);
    expect(await read()).toEqual(sessions);
    const ids = JSON.stringify(sessions.map(({ id }) => id));
    const { nodes } = await ask<{ nodes: unknown }>(
      `{ nodes(ids: ${ids}) { id ... on MeetingSession { databaseId sessionUid } } }`,
    );
    expect(nodes).toEqual(sessions);
  });

  it('is for those who may read its meeting', async () => {
    const [session] = await read();
    const seen = async (caller: Caller) => {
      const { data } = await server.graphql<{ node: object | null }>(
        `{ node(id: "${session?.id}") { id } }`,
        caller,
      );
      return data.node !== null;
    };
    const other = await seedUser(server);
    const browser = await seedKey(server, user, { scopes: ['BROWSER'] });
    const others = await seedKey(server, other, { scopes: ['BOT', 'TX'] });
    expect(await seen({ admin: server.adminKey })).toBe(true);
    expect(await seen({ admin: server.analyticsKey })).toBe(true);
    expect(await seen({ key: key.secret })).toBe(true);
    expect(await seen({ key: browser.secret })).toBe(false);
    expect(await seen({ key: others.secret })).toBe(false);
    expect(await seen({})).toBe(false);
  });
});

it('a key finds itself', async () => {
  const query = `{ viewer { token { id } } node(id: "${key.id}") { id } }`;
  expect(await ask(query, { key: key.secret })).toEqual({
    viewer: { token: { id: key.id } },
    node: { id: key.id },
  });
});
