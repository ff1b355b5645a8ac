import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { CHANGES, GRAPHQL, hash, ME, MINE, type Started, send, startTrusting } from './trusted.ts';

let folder: string;
let off: Started;
let enforce: Started;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  off = await startTrusting(folder, 'off');
  enforce = await startTrusting(folder, 'enforce', off.server);
});
afterAll(async () => {
  for (const { server } of [enforce, off]) await server.stop();
  await rm(folder, { recursive: true });
});

describe('a document that the operator lists', () => {
  let server: TestServer;
  let key: string;
  let userId: string;
  beforeAll(() => {
    ({ server, key, userId } = off);
  });

  it.each([
    ['its own id', 'me'],
    ['the hash of its exact text', `sha256:${hash(ME)}`],
    ['the hash of a manifest of Apollo', `sha256:${hash(MINE)}`],
    ['the id of a manifest of Apollo', hash(MINE)],
  ])('runs by %s, with POST and GET', async (_what, documentId) => {
    const headers = { 'x-api-key': key };
    const posted = await send(server, { body: { documentId, operationName: null }, headers });
    expect([posted.status, posted.errors]).toEqual([200, undefined]);
    expect(posted.data.viewer).not.toBeNull();
    const search = { documentId, operationName: '' };
    expect((await send(server, { search, headers })).data).toEqual(posted.data);
  });

  it('takes variables, and is no mutation with GET', async () => {
    const headers = { 'x-admin-api-key': server.adminKey };
    const documentId = 'x-app:rename.1';
    const variables = { id: userId };
    const { data } = await send(server, { body: { documentId, variables }, headers });
    expect(data.updateUser.__typename).toBe('UpdateUserSuccess');
    const search = { documentId, variables: JSON.stringify(variables) };
    expect((await send(server, { search, headers })).status).toBe(405);
  });

  it('is a subscription by its id', async () => {
    const ended = new AbortController();
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'x-admin-api-key': server.adminKey,
      },
      body: JSON.stringify({ documentId: `sha256:${hash(CHANGES)}` }),
      signal: ended.signal,
    });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/event-stream'),
    ]);
    ended.abort();
  });

  it.each([
    ['unknown', { documentId: 'you' }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
    ['unknown by its hash', { documentId: `sha256:${hash('x')}` }, 'PERSISTED_DOCUMENT_NOT_FOUND'],
    ['no identifier', { documentId: 'two words' }, 'BAD_REQUEST'],
    ['of a reserved kind', { documentId: 'md5:00' }, 'BAD_REQUEST'],
    ['a number', { documentId: 7 }, 'BAD_REQUEST'],
    ['sent with a document', { documentId: 'me', query: '{ __typename }' }, 'BAD_REQUEST'],
  ])('is refused by an id that is %s, in one error', async (_what, body, code) => {
    for (const [accept, status] of [
      [GRAPHQL, 422],
      ['application/json', 400],
    ] as const) {
      const answer = await send(server, { body, headers: { 'x-api-key': key, accept } });
      expect([answer.status, answer.code, answer.errors.length]).toEqual([status, code, 1]);
      expect(answer.data).toBeUndefined();
    }
  });
});

describe('automatic persisted queries', () => {
  const persistedQuery = (text: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash: hash(text) } },
  });

  it.each([
    [GRAPHQL, 422],
    ['application/json', 200],
  ])('are answered so that clients send whole documents, as %s', async (accept, status) => {
    const { server } = off;
    const body = persistedQuery('{ __typename }');
    for (const sent of [{ body }, { search: { extensions: JSON.stringify(body.extensions) } }]) {
      const answer = await send(server, { ...sent, headers: { accept, 'x-graphql-csrf': '1' } });
      expect(answer).toMatchObject({
        status,
        code: 'PERSISTED_QUERY_NOT_SUPPORTED',
        errors: [{ message: 'PersistedQueryNotSupported' }],
      });
    }
    const whole = { ...body, query: '{ __typename }' };
    expect((await send(server, { body: whole })).data).toEqual({ __typename: 'Query' });
  });

  it('find a listed document, as clients with a manifest of Apollo send it', async () => {
    const { server } = off;
    expect((await send(server, { body: persistedQuery(MINE) })).data).toEqual({
      viewer: { access: [] },
    });
  });
});

describe('with mode enforce', () => {
  let server: TestServer;
  let key: string;
  beforeAll(() => {
    ({ server, key } = enforce);
  });

  it('users and callers without a key run listed documents, by id or exact text', async () => {
    for (const headers of [{ 'x-api-key': key }, {}]) {
      for (const body of [{ documentId: 'me' }, { query: ME }, { documentId: hash(MINE) }])
        expect((await send(server, { body, headers })).errors).toBeUndefined();
      for (const [accept, status] of [
        [GRAPHQL, 422],
        ['application/json', 400],
      ] as const)
        for (const query of [`${ME} `, '{ __schema { types { name } } }', '{ __typename }'])
          expect(
            await send(server, { body: { query }, headers: { ...headers, accept } }),
          ).toMatchObject({ status, code: 'DOCUMENT_NOT_TRUSTED', data: undefined });
    }
  });

  it('refuses with GET and as a stream, too', async () => {
    const headers = { 'x-api-key': key };
    const query = 'subscription { meetingChanged { id } }';
    const accept = 'text/event-stream';
    expect((await send(server, { search: { query: '{ __typename }' }, headers })).code).toBe(
      'DOCUMENT_NOT_TRUSTED',
    );
    expect((await send(server, { body: { query }, headers: { ...headers, accept } })).code).toBe(
      'DOCUMENT_NOT_TRUSTED',
    );
  });

  it('operators run any document: GraphiQL and introspection work', async () => {
    for (const key of [server.adminKey, server.analyticsKey]) {
      const headers = { 'x-admin-api-key': key };
      const query = '{ __schema { queryType { name } } users(first: 1) { totalCount } }';
      expect((await send(server, { body: { query }, headers })).errors).toBeUndefined();
    }
  });
});
