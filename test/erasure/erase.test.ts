import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSummaries } from '../../src/domain/analytics/summaries/check.ts';
import { rebuildSummaries } from '../../src/domain/analytics/summaries/rebuild.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { eraseLeftovers } from '../../src/domain/erasure/leftovers.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { CANARIES, LOWERED, seedMeeting, seedPerson } from './person.ts';

const ERASE = `mutation ($input: EraseUserInput!) { eraseUser(input: $input) {
  __typename
  ... on EraseUserSuccess { erasure { userId pseudonym erasedAt meetings segments sessions keys usageDays
    configs webhooks events event { action position actor { kind name } after } } }
  ... on Error { message } } }`;

type Erasure = Readonly<Record<string, unknown>> & {
  pseudonym: string;
  erasedAt: string;
  event: { position: string; after: unknown };
};
type Erased = {
  eraseUser: { __typename: string; message?: string; erasure: Erasure };
};

describe('a user who is erased', () => {
  let server: TestServer;
  let person: SeededUser;
  let other: SeededUser;
  let figures: unknown;
  let erasure: Erasure;

  const send = <Data>(document: string, variables?: unknown) =>
    server.graphql<Data>(document, { admin: server.adminKey, variables });
  const erase = async (input: unknown) => (await send<Erased>(ERASE, { input })).data.eraseUser;

  beforeAll(async () => {
    server = await startServer({ env: { TRUST_PROXY: 'loopback' } });
    other = await seedUser(server, { name: 'Zaphod Neighbour' });
    person = await seedPerson(server);
    await seedMeeting(server, other, { note: 'of the neighbour' });
    await rebuildSummaries({ db: server.db, clock: server.app.clock });
    for (const table of ['users', 'meetings', 'transcript_segments', 'audit_events'])
      await server.db.rows(sql`analyze ${raw(table)}`);
    figures = await figuresOf(server);
    erasure = (await erase({ user: { id: person.id }, confirmEmail: CANARIES['address'] })).erasure;
  });
  afterAll(() => server.stop());

  it('has a receipt, which its event in the audit log repeats', () => {
    const counts = {
      ...{ meetings: 1, segments: 2, sessions: 1, keys: 1, usageDays: 1, configs: 1, webhooks: 1 },
      events: expect.any(Number),
    };
    expect(erasure).toMatchObject({
      ...counts,
      userId: person.id,
      pseudonym: expect.stringMatching(/^erased-[0-9a-f]{16}$/),
      event: {
        action: 'USER_ERASED',
        position: expect.any(Number),
        actor: { kind: 'ADMIN_KEY', name: 'ADMIN_API_TOKEN' },
        after: { ...counts, pseudonym: erasure.pseudonym },
      },
    });
  });

  it('is in no table, no statistics of the database and no line of the log', async () => {
    await server.app.sealer.sealAll();
    const dump = new Map(await dumpOf(server));
    const samples = await server.db.rows<{ text: string }>(
      sql`select s::text as text from pg_stats s where schemaname = current_schema()`,
    );
    dump.set('pg_stats', samples.map(({ text }) => text).join('\n'));
    for (const [table, text] of dump)
      expect({ table, found: findIn(text, CANARIES) }).toEqual({ table, found: [] });
    for (const [table, text] of dump)
      expect({ table, found: findIn(text.toLowerCase(), LOWERED) }).toEqual({ table, found: [] });
    const { address: _address, ...texts } = CANARIES;
    expect(
      findIn(server.logLines.join('\n'), { ...texts, address: CANARIES['address'] ?? '' }),
    ).toEqual([]);
  });

  it('leaves an audit log that is intact', async () => {
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });

  it('leaves the figures of the installation as they were', async () => {
    expect(await figuresOf(server)).toEqual(figures);
    await rebuildSummaries({ db: server.db, clock: server.app.clock });
    expect(await figuresOf(server)).toEqual(figures);
    expect(await checkSummaries(server.db.rows)).toMatchObject({ differences: [] });
  });

  it('leaves all of another user there', async () => {
    const { data } = await send<{ user: unknown }>(
      `query ($id: ID!) { user(by: {id: $id}) { email name meetings { nodes { data segments { nodes { text } } } } } }`,
      { id: other.id },
    );
    expect(data.user).toMatchObject({
      email: other.email,
      name: 'Zaphod Neighbour',
      meetings: {
        nodes: [{ data: { note: 'of the neighbour' }, segments: { nodes: [{}, {}] } }],
      },
    });
  });

  it('gets the same receipt again, with the same address only', async () => {
    const again = await erase({ user: { id: person.id }, confirmEmail: CANARIES['address'] });
    expect(again.erasure).toEqual(erasure);
    const wrong = await erase({ user: { id: person.id }, confirmEmail: 'else@example.com' });
    expect(wrong.__typename).toBe('InvalidInputError');
    const { data } = await send<{ erasure: unknown }>(
      'query ($id: ID!) { erasure(userId: $id) { pseudonym erasedAt } }',
      { id: person.id },
    );
    expect(data.erasure).toEqual({
      pseudonym: erasure.pseudonym,
      erasedAt: erasure.erasedAt,
    });
  });

  it('may come back as another user', async () => {
    const back = await seedUser(server, { email: CANARIES['address'] });
    expect(back.id).not.toBe(person.id);
    const { erasure: second } = await erase({
      user: { id: back.id },
      confirmEmail: CANARIES['address']?.toUpperCase(),
    });
    expect(second.pseudonym).not.toBe(erasure.pseudonym);
    const repeated = await erase({ user: { id: back.id }, confirmEmail: CANARIES['address'] });
    expect(repeated.erasure).toEqual(second);
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });

  it('loses what another process writes late', async () => {
    const { rows } = server.db;
    const [meeting] = await rows<{ id: bigint }>(sql`
      insert into meetings (user_id, platform, native_meeting_id)
      values (${person.databaseId}, 'zoom', ${CANARIES['meeting']}) returning id`);
    const { vault, clock, sealer, db } = server.app;
    await eraseLeftovers({ db, vault, clock, sealer });
    const [left] = await rows<{ native: string | null }>(
      sql`select native_meeting_id as native from meetings where id = ${meeting?.id}`,
    );
    expect(left?.native).toBeNull();
  });

  it('is not reported about any longer', async () => {
    const [meeting] = await server.db.rows<{ id: bigint }>(
      sql`select id from meetings where user_id = ${person.databaseId} order by id limit 1`,
    );
    const { data } = await send<{ recordSegments: { __typename: string } }>(
      `mutation ($id: ID!) { recordSegments(input: {meeting: {id: $id},
        segments: [{segmentId: "late", startOffset: 0, endOffset: 1, text: "late"}]}) { __typename } }`,
      { id: encodeId('Meeting', meeting?.id ?? 0n) },
    );
    expect(data.recordSegments.__typename).toBe('NotFoundError');
  });
});

async function figuresOf(server: TestServer): Promise<unknown> {
  const { data, errors } = await server.graphql(
    `{ analytics(range: {start: "2026-03-01T00:00:00Z", end: "2026-03-05T00:00:00Z"}) {
      totals { meetings completed failed totalDuration activeUsers refused }
      platforms { platformName meetings joinTime { p50 } }
      concurrency { peak } topUsers(by: MEETINGS) { value user { id } } } }`,
    { admin: server.adminKey },
  );
  expect(errors).toBeUndefined();
  return data;
}
