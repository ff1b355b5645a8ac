import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { receiptsOf } from '../recording/reports.ts';
import { type SeededUser, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const RUN = `mutation ($input: RunRetentionInput!) { runRetention(input: $input) {
  __typename
  ... on RunRetentionSuccess { dryRun counts { kind rows held unfinished } }
  ... on InvalidInputError { issues { path message } } } }`;

describe('an operator', () => {
  let server: TestServer;
  let user: SeededUser;
  let meetings: readonly bigint[];
  beforeAll(async () => {
    server = await startServer({ env: { TRANSCRIPT_RETENTION_DAYS: '30' } });
    user = await seedUser(server);
    // The run of the start finds nothing.
    await vi.waitFor(async () => expect((await policies())[0]?.lastRun?.finishedAt).toBeTruthy(), {
      timeout: 20_000,
    });
    meetings = await seedMeetings(server, user.databaseId, 3);
    await server.db.rows(sql`
      insert into transcript_segments (meeting_id, user_id, start_offset, end_offset, text)
      select m, ${user.databaseId}, 0, 1, 'said' from unnest(${meetings}::bigint[]) m`);
  });
  afterAll(() => server.stop());

  type Policy = { kind: string; lastRun: { finishedAt: string | null; removed: number } | null };
  async function policies(): Promise<readonly Policy[]> {
    const { data } = await server.graphql<{ retention: Policy[] }>(
      '{ retention { kind setting days before removedBefore removed lastRun { startedAt finishedAt before removed held unfinished } } }',
      { admin: server.adminKey },
    );
    return data.retention;
  }
  const run = async (input: object) => {
    const { data } = await server.graphql<{ runRetention: unknown }>(RUN, {
      admin: server.adminKey,
      variables: { input },
    });
    return data.runRetention;
  };

  it('sees the policy in force', async () => {
    expect(await policies()).toMatchObject([
      {
        kind: 'SEGMENTS',
        setting: 'TRANSCRIPT_RETENTION_DAYS',
        days: 30,
        before: expect.any(String),
      },
      {
        kind: 'MEETINGS',
        days: null,
        before: null,
        removedBefore: null,
        removed: 0,
        lastRun: null,
      },
      { kind: 'USAGE', days: null },
      { kind: 'AUDIT_EVENTS', days: null },
    ]);
  });

  it('counts what is due, which deletes nothing', async () => {
    const counted = { kind: 'SEGMENTS', rows: 3, held: 0, unfinished: 0 };
    expect(await run({ dryRun: true })).toEqual({
      __typename: 'RunRetentionSuccess',
      dryRun: true,
      counts: [counted],
    });
    expect(await run({ dryRun: true })).toMatchObject({ counts: [counted] });
  });

  it('is told that a kind is kept forever', async () => {
    expect(await run({ dryRun: true, kinds: ['SEGMENTS', 'MEETINGS'] })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['kinds', '1'], message: 'is kept forever: set MEETING_RETENTION_DAYS' }],
    });
  });

  it('starts a run, which the background makes, and metrics and the audit log say so', async () => {
    expect(await run({ dryRun: false, kinds: ['SEGMENTS'] })).toMatchObject({ dryRun: false });
    await vi.waitFor(
      async () => expect(await policies()).toMatchObject([{ removed: 3 }, {}, {}, {}]),
      { timeout: 20_000 },
    );
    await vi.waitFor(
      async () =>
        expect((await policies())[0]?.lastRun).toMatchObject({ finishedAt: expect.any(String) }),
      { timeout: 20_000 },
    );
    const events = await server.db.rows<{ action: string; kind: string }>(sql`
      select action, actor_kind as kind from audit_events where action like 'RETENTION%' order by id`);
    expect(events).toEqual([
      { action: 'RETENTION_REQUESTED', kind: 'ADMIN_KEY' },
      { action: 'RETENTION_RUN', kind: 'HOST' },
    ]);
    await vi.waitFor(
      async () =>
        expect(await server.app.metrics.text()).toContain(
          'latchkey_retention_removed_rows{kind="SEGMENTS"} 3',
        ),
      { timeout: 20_000 },
    );
  });

  it('reads when a transcript was deleted, and a bot cannot add to it', async () => {
    const [id = 0n] = meetings;
    const receipts = await receiptsOf(server, 'recordSegments', {
      meeting: { databaseId: Number(id) },
      segments: [{ segmentId: 'late', startOffset: 1, endOffset: 2, text: 'late' }],
    });
    expect(receipts[0]).toMatchObject({
      state: 'REFUSED',
      error: { message: expect.stringContaining('deleted by age') },
    });
    const { data } = await server.graphql<{ node: unknown }>(
      `query ($id: ID!) { node(id: $id) { ... on Meeting {
        telematics { transcription { totalTranscriptions segmentsRemovedAt } } } } }`,
      { admin: server.adminKey, variables: { id: encodeId('Meeting', id) } },
    );
    expect(data.node).toMatchObject({
      telematics: {
        transcription: { totalTranscriptions: 1, segmentsRemovedAt: expect.any(String) },
      },
    });
  });
});
