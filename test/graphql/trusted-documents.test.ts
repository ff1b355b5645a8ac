import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const GRAPHQL = 'application/graphql-response+json';
const ME = 'query Me {\n  viewer { user { email } }\n}\n';
const RENAME =
  'mutation Rename($id: ID!) { updateUser(input: {id: $id, name: "x"}) { __typename } }';
const CHANGES = 'subscription Changes { meetingChanged { databaseId } }';
const MINE = 'query Mine { viewer { access } }';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const OWN = {
  me: ME,
  'x-app:rename.1': RENAME,
  [`sha256:${hash(CHANGES)}`]: CHANGES,
};
const APOLLO = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [{ id: hash(MINE), name: 'Mine', type: 'query', body: MINE }],
};

let folder: string;
let own: string;
let apollo: string;
type Started = { readonly server: TestServer; readonly key: string; readonly userId: string };
let off: Started;
let report: Started;
let enforce: Started;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  own = await write('own.json', OWN);
  apollo = await write('apollo.json', APOLLO);
  off = await started('off');
  report = await started('report', off.server);
  enforce = await started('enforce', off.server);
});
afterAll(async () => {
  for (const { server } of [enforce, report, off]) await server.stop();
  await rm(folder, { recursive: true });
});

async function write(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function started(mode: string, beside?: TestServer): Promise<Started> {
  const server = await startServer({
    env: { TRUSTED_DOCUMENTS: `${own}, ${apollo}`, TRUSTED_DOCUMENTS_MODE: mode },
    ...(beside && { beside }),
  });
  const user = await seedUser(server, { email: `${mode}@example.com` });
  const key = await seedKey(server, user, { name: `key of ${mode}` });
  return { server, key: key.secret, userId: user.id };
}

type Sent = {
  readonly body?: object;
  readonly search?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
};

async function send(server: TestServer, { body, search, headers }: Sent) {
  const query = search === undefined ? '' : `?${new URLSearchParams(search)}`;
  const response = await server.fetch(`/graphql${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text);
  return { status: response.status, data, errors, code: errors?.[0].extensions?.code };
}

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

const WARNINGS =
  '{ clientWarnings { kind subject times firstAt lastAt actor { kind name user { email } } } }';

async function warningsOf(server: TestServer) {
  const { data } = await server.graphql<{
    clientWarnings: { subject: string; actor: { kind: string; name: string } }[];
  }>(WARNINGS, { admin: server.adminKey });
  return data.clientWarnings;
}

describe('with mode report', () => {
  let server: TestServer;
  let firstKey: string;
  beforeAll(() => {
    ({ server, key: firstKey } = report);
  });

  it('every document runs, and the operator sees who sends which others', async () => {
    const key = firstKey;
    const headers = { 'x-api-key': key };
    const other = 'query Other { viewer { user { name } } }';
    for (const query of [other, other, '{ viewer { access } }', ME])
      expect((await send(server, { body: { query }, headers })).errors).toBeUndefined();
    const admin = { 'x-admin-api-key': server.adminKey };
    await send(server, { body: { query: other }, headers: admin });
    const of = {
      kind: 'UNLISTED_DOCUMENT',
      actor: { kind: 'USER_KEY', name: 'key of report', user: { email: 'report@example.com' } },
    };
    const all = await warningsOf(server);
    // The operator's own documents are not reported.
    expect(all.filter(({ actor }) => actor.kind !== 'USER_KEY')).toEqual([]);
    const warnings = all.filter(({ actor }) => actor.name === 'key of report');
    expect(warnings).toHaveLength(2);
    expect(warnings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ...of, subject: 'Other', times: 2 }),
        expect.objectContaining({ ...of, subject: expect.stringMatching(/^sha256:/), times: 1 }),
      ]),
    );
    // One line a minute for each client.
    const lines = server.logLines.filter((line) => line.includes('UNLISTED_DOCUMENT'));
    expect(lines.filter((line) => line.includes('key of report'))).toHaveLength(1);
    expect(lines.join('')).not.toContain(key);
  });

  it('what is counted is bounded, whatever clients send', async () => {
    const key = await seedKey(server, await seedUser(server), { name: 'many names' });
    for (let place = 0; place < 30; place += 1)
      await send(server, {
        body: { query: `query Q${place} { __typename }` },
        headers: { 'x-api-key': key.secret },
      });
    const warnings = (await warningsOf(server)).filter(({ actor }) => actor.name === 'many names');
    expect(warnings).toHaveLength(21);
    expect(warnings).toContainEqual(expect.objectContaining({ subject: '(others)', times: 10 }));
  });

  it('a document is named by its operation, not by what stands in a comment or a text', async () => {
    const key = await seedKey(server, await seedUser(server), { name: 'comments' });
    const documents = [
      '# A query that asks little\nquery First { __typename }',
      '{ text(is: "query Secret1") }',
      '{ text(is: """\n} query Secret2""") }',
      '{ text(is: "\\"} query Secret3") }',
      'fragment Part on User { id } mutation Second { __typename }',
    ];
    for (const query of documents)
      await send(server, { body: { query }, headers: { 'x-api-key': key.secret } });
    const warnings = (await warningsOf(server)).filter(({ actor }) => actor.name === 'comments');
    const named = warnings.map(({ subject }) => subject).filter((name) => !name.includes(':'));
    expect(named.toSorted()).toEqual(['First', 'Second']);
  });

  it('a user that rotates its key again and again has no more room than ten keys have', async () => {
    let { secret, id } = await seedKey(server, await seedUser(server), { name: 'rotated' });
    for (let turn = 0; turn < 15; turn += 1) {
      const headers = { 'x-api-key': secret };
      await send(server, { body: { query: '{ __typename }' }, headers });
      const { data } = await server.graphql<{
        rotateKey: { secret: string; token: { id: string } };
      }>(
        `mutation { rotateKey(input: {token: {id: "${id}"}}) {
          ... on RotateKeySuccess { secret token { id } } } }`,
        { key: secret },
      );
      secret = data.rotateKey.secret;
      id = data.rotateKey.token.id;
    }
    const warnings = await warningsOf(server);
    const ofUser = warnings.filter(({ actor }) => actor.name === 'rotated');
    // Each key sends two documents.
    expect(ofUser.filter(({ subject }) => subject.startsWith('sha256:'))).toHaveLength(20);
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

describe('a manifest', () => {
  it('is what our code generation writes', async () => {
    const path = 'dashboard/generated/persisted-documents.json';
    const server = await startServer({ env: { TRUSTED_DOCUMENTS: path } });
    const manifest: Record<string, string> = JSON.parse(await readFile(path, 'utf8'));
    expect(Object.keys(manifest).length).toBeGreaterThan(5);
    for (const id of Object.keys(manifest)) {
      const { code } = await send(server, {
        body: { documentId: id },
        // Only read, and not run: a subscription would not end.
        headers: { 'x-admin-api-key': server.adminKey, 'x-cost-only': 'true' },
      });
      expect(['PERSISTED_DOCUMENT_NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED']).not.toContain(code);
    }
    expect(server.logLines.filter((line) => line.includes('does not match the schema'))).toEqual(
      [],
    );
    await server.stop();
  });

  it('with a document that the schema refuses warns, and the others are served', async () => {
    const path = await write('old.json', { old: '{ nothing }', new: '{ __typename }' });
    const server = await startServer({ env: { TRUSTED_DOCUMENTS: path } });
    expect(server.logLines.filter((line) => line.includes('does not match the schema'))).toEqual([
      expect.stringContaining('"documentId":"old"'),
    ]);
    expect((await send(server, { body: { documentId: 'new' } })).errors).toBeUndefined();
    await server.stop();
  });

  it.each([
    ['that is not there', null, 'cannot be read (ENOENT)'],
    ['that is no JSON', 'nonsense', 'is not valid JSON'],
    ['that is a list', [ME], 'must be a JSON object'],
    ['of another format', { format: 'relay', operations: [] }, 'must be a JSON object'],
    ['with a number', { me: 7 }, 'document `me` that is not a text'],
    ['with no GraphQL', { me: 'query {' }, 'document `me` that is not a GraphQL document'],
    ['with another hash', { [`sha256:${hash('x')}`]: ME }, 'does not have the hash in its id'],
    ['with an id of blanks', { 'a b': ME }, 'not a document identifier'],
    [
      'with one id twice',
      {
        ...APOLLO,
        operations: [
          { id: 'a', body: ME },
          { id: 'a', body: MINE },
        ],
      },
      'has two documents with the id `a`',
    ],
  ])('%s stops the start with one clear sentence', async (name, content, problem) => {
    const path = join(folder, `${name}.json`);
    if (content !== null) await write(`${name}.json`, content);
    const error: Error = await startServer({ env: { TRUSTED_DOCUMENTS: path } }).catch(
      (reason) => reason,
    );
    expect(error.name).toBe('StartError');
    expect(error.message).toContain(problem);
    expect(error.message).toContain('TRUSTED_DOCUMENTS');
  });

  it('is required with a mode', async () => {
    const env = { TRUSTED_DOCUMENTS_MODE: 'enforce' };
    await expect(startServer({ env })).rejects.toThrow('TRUSTED_DOCUMENTS is required');
    await expect(startServer({ env: { TRUSTED_DOCUMENTS_MODE: 'on' } })).rejects.toThrow(
      'TRUSTED_DOCUMENTS_MODE must be off, report or enforce',
    );
  });
});
