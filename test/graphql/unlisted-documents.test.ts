import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { ME, send, startTrusting } from './trusted.ts';

// What an operator is shown of documents that no manifest lists.

const WARNINGS =
  '{ clientWarnings { kind subject times firstAt lastAt actor { kind name user { email } } } }';

async function warningsOf(server: TestServer) {
  const { data } = await server.graphql<{
    clientWarnings: { subject: string; actor: { kind: string; name: string } }[];
  }>(WARNINGS, { admin: server.adminKey });
  return data.clientWarnings;
}

describe('with mode report', () => {
  let folder: string;
  let server: TestServer;
  let firstKey: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'manifest-'));
    ({ server, key: firstKey } = await startTrusting(folder, 'report'));
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
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
