import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions, ImportReport } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall, SMALL } from './fill.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// What the versions of Vexa do when somebody deletes. Six segments a meeting were imported before.

const DELETIONS = {
  /** 0.6 to 0.10: the transcript goes, and the meeting keeps what identifies nobody. */
  redacted: `
    delete from transcriptions where meeting_id in (3, 4);
    update meetings set platform_specific_id = null, data = '{"completion_reason": "stopped", "redacted": true}' where id in (3, 4)`,
  /** 0.12: the transcript goes, and the meeting says so. */
  artifacts: `
    delete from transcriptions where meeting_id = 5;
    update meetings set data = jsonb_set(data, '{artifact_deletion}', '{"state": "completed", "completed_at": "2026-06-18T10:00:00Z"}') where id = 5`,
  /** 0.12: a draft that was stored is withdrawn, while others arrive. */
  retracted: `
    delete from transcriptions where id in (select id from transcriptions where meeting_id = 6 order by id limit 2);
    insert into transcriptions (meeting_id, start_time, end_time, text, segment_id) values (6, 100, 101, 'new', 'n1'), (6, 101, 102, 'new', 'n2')`,
  /** 0.12: a plan is deleted; or anything, by hand. */
  gone: `
    delete from transcriptions where meeting_id in (7, 8);
    delete from meeting_sessions where meeting_id in (7, 8);
    delete from meetings where id in (7, 8)`,
};
const ALL = Object.values(DELETIONS).join(';');

let server: TestServer;
let source: VexaDatabase;

beforeEach(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  await fillSmall(source, '0.12');
  await run();
});
afterEach(async () => {
  await source.drop();
  await server.stop();
});

function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  return importVexa(server.app, { from: source.url, ...options });
}

/** How many meetings a note is about, and which. */
function noteOf({ tally }: ImportReport, text: string): unknown {
  const note = tally.notes.find((one) => one.table === 'meetings' && one.text.includes(text));
  return note && [note.count, ...note.examples];
}

const LEFT = 'are deleted there and are still here';
const DELETED = 'were deleted there, and now here';

async function counts() {
  const { meeting, meetingSession, meetingTransition, transcriptSegment } = server.db.prisma;
  const tables = [
    meeting.count(),
    meetingSession.count(),
    meetingTransition.count(),
    transcriptSegment.count(),
  ];
  return await Promise.all(tables);
}

/** Their meetings keep their rows. */
const EMPTIED = {
  'a table that is empty': 'truncate transcriptions',
  'half of the transcripts': 'delete from transcriptions where meeting_id <= 75',
};

describe('transcripts that are gone without a reason', () => {
  it.each(Object.entries(EMPTIED))(
    'stay here, with --follow-deletions too: %s',
    async (_, statement) => {
      await source.client.query(statement);
      await expect(run({ followDeletions: true })).rejects.toThrow(
        /of the 150 meetings with a transcript have none at --from .* nothing is deleted here/,
      );
      expect((await counts()).at(-1)).toBe(SMALL.segments);
    },
  );

  it('are deleted where Vexa says that it deleted them', async () => {
    await source.client.query(
      `truncate transcriptions; update meetings set data = '{"redacted": true}', platform_specific_id = null`,
    );
    await run({ followDeletions: true });
    expect(await counts()).toMatchObject({ 0: SMALL.meetings, 3: 0 });
  });
});

describe('what was deleted there since the last import', () => {
  it('is reported, by a dry run too, and stays here', async () => {
    await source.client.query(ALL);
    const [, sessions, transitions] = await counts();
    const rehearsed = await run({ dryRun: true });
    const report = await run();
    expect(noteOf(report, LEFT)).toEqual([2, '7', '8']);
    const segments = report.tally.notes.find(
      ({ table, text }) => table === 'segments' && text.includes(LEFT),
    );
    // Two redacted meetings, one whose artifacts were deleted, two drafts.
    expect(segments).toMatchObject({
      count: 3 * 6 + 2,
      examples: ['of meeting 3', 'of meeting 4', 'of meeting 5', 'of meeting 6'],
    });
    expect(noteOf(report, 'are redacted there')).toEqual([3, '3', '4', '5']);
    expect(rehearsed.tally.notes).toEqual(report.tally.notes);
    expect(await counts()).toEqual([SMALL.meetings, sessions, transitions, SMALL.segments + 2]);
    const before = await everythingHere(server);
    await run();
    expect(await everythingHere(server)).toEqual(before);
  });

  it('is deleted here with --follow-deletions, once, and is in the audit log', async () => {
    await source.client.query(ALL);
    const untouched = await everythingHere(server);
    const rehearsed = await run({ dryRun: true, followDeletions: true });
    expect(await everythingHere(server)).toEqual(untouched);
    const report = await run({ followDeletions: true });
    expect(noteOf(report, DELETED)).toEqual([2, '7', '8']);
    expect(rehearsed.tally.notes).toEqual(report.tally.notes);
    expect(await counts()).toEqual([
      SMALL.meetings - 2,
      SMALL.sessions - 2,
      (SMALL.meetings - 2) * 5,
      (SMALL.meetings - 5) * 6,
    ]);
    expect(await server.db.prisma.transcriptSegment.count({ where: { meetingId: 6n } })).toBe(6);
    await server.app.sealer.sealAll();
    const events = await server.db.prisma.auditEvent.findMany({
      where: { action: 'IMPORT_DELETED' },
    });
    expect(events.map(({ after }) => after)).toEqual([
      { source: 'vexa', what: 'segments', count: 20, meetingIds: [3, 4, 5, 6] },
      { source: 'vexa', what: 'meetings', count: 2, meetingIds: [7, 8] },
    ]);
    const before = await everythingHere(server);
    const again = await run({ followDeletions: true });
    expect([noteOf(again, DELETED), noteOf(again, LEFT)]).toEqual([undefined, undefined]);
    expect(await everythingHere(server)).toEqual(before);
  });

  it('gives the figures that are there', async () => {
    await server.graphql(TELEMATICS, { admin: server.adminKey });
    await source.client.query(ALL);
    await run({ followDeletions: true });
    const { data } = await server.graphql<Telematics>(TELEMATICS, { admin: server.adminKey });
    expect(data.meeting.telematics.transcription).toEqual({ words: 0 });
    expect(data.meetings.totalCount).toBe(SMALL.meetings - 2);
  });

  it('comes back with the rows there, if somebody restores them', async () => {
    await source.client.query('create table kept as select * from meetings where id in (7, 8)');
    await source.client.query(DELETIONS.gone);
    await run({ followDeletions: true });
    await source.client.query('insert into meetings select * from kept');
    const report = await run();
    expect(report.tally.counts.meetings.written).toBe(2);
    expect(await server.db.prisma.meeting.count()).toBe(SMALL.meetings);
  });

  it('does not count what was recorded here', async () => {
    await server.db.prisma.transcriptSegment.create({
      data: { meetingId: 3n, userId: 1n, startOffset: 0, endOffset: 1, text: 'ours' },
    });
    const report = await run({ followDeletions: true });
    expect(noteOf(report, DELETED)).toBeUndefined();
  });

  it('is refused where nearly all is gone: that is another database', async () => {
    await source.client.query('truncate transcriptions, meeting_sessions, meetings');
    await expect(run({ followDeletions: true })).rejects.toThrow(
      /150 of the 150 meetings .* --name/,
    );
    expect(await server.db.prisma.meeting.count()).toBe(SMALL.meetings);
    expect(noteOf(await run(), LEFT)).toEqual([
      150,
      ...Array.from({ length: 10 }, (_, place) => `${place + 1}`),
    ]);
  });
});

const TELEMATICS = `{ meetings { totalCount } meeting(by: {databaseId: 3}) { telematics { transcription { words } } } }`;

type Telematics = {
  readonly meetings: { readonly totalCount: number };
  readonly meeting: { readonly telematics: { readonly transcription: { words: number } } };
};
