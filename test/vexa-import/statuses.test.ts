import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Every word that a version from 0.6 to 0.12 stores as a status, and words that none does.

type Word = {
  readonly word: string;
  readonly here?: string;
  readonly holdsSlot: boolean;
  readonly isKnown?: boolean;
};

const WORDS: readonly Word[] = [
  { word: 'requested', holdsSlot: true },
  { word: 'joining', holdsSlot: true },
  { word: 'awaiting_admission', holdsSlot: true },
  { word: 'active', holdsSlot: true },
  { word: 'needs_human_help', holdsSlot: true },
  { word: 'needs_help', here: 'needs_human_help', holdsSlot: true },
  { word: 'stopping', holdsSlot: false },
  { word: 'completed', holdsSlot: false },
  { word: 'failed', holdsSlot: false },
  { word: 'error', here: 'failed', holdsSlot: false },
  { word: 'idle', holdsSlot: false, isKnown: false },
  { word: 'scheduled', holdsSlot: false, isKnown: false },
  { word: 'reticulating', holdsSlot: false, isKnown: false },
  { word: 'Active', holdsSlot: false, isKnown: false },
  { word: '', holdsSlot: false, isKnown: false },
];
const unknown = WORDS.filter(({ isKnown = true }) => !isKnown);

let server: TestServer;
let source: VexaDatabase;
let rehearsed: ImportReport;
let report: ImportReport;

beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  // A user for each word: what holds a slot is counted by user.
  for (const [place, { word }] of WORDS.entries()) {
    const changes = [
      { from: null, to: 'requested', timestamp: '2026-06-18T10:00:00' },
      { from: 'requested', to: word, timestamp: '2026-06-18T10:00:30' },
      { from: word, to: 'active', timestamp: '2026-06-18T10:01:00' },
      { from: 'active', to: word, timestamp: '2026-06-18T10:02:00' },
    ];
    await source.client.query(
      `insert into users (id, email) values ($1::int, 'u' || $1::int || '@example.com')`,
      [place + 1],
    );
    await source.client.query(
      `insert into meetings (user_id, platform, platform_specific_id, status, created_at, data)
       values ($1, 'zoom', '123456789', $2, '2026-06-18 10:00', $3)`,
      [place + 1, word, { status_transition: changes }],
    );
  }
  rehearsed = await importVexa(server.app, { from: source.url, dryRun: true });
  report = await importVexa(server.app, { from: source.url });
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

describe.each(WORDS.map((word, place) => ({ ...word, id: place + 1 })))(
  'the status "$word"',
  ({ word, here = word, holdsSlot, id }) => {
    it('is kept as the one that means the same here', async () => {
      const meeting = await server.db.prisma.meeting.findUniqueOrThrow({
        where: { id: BigInt(id) },
      });
      expect(meeting.status).toBe(here);
    });

    it(holdsSlot ? 'holds a slot' : 'holds no slot', async () => {
      const { data, errors } = await server.graphql<Stats>(
        'query ($id: BigInt!) { user(by: {databaseId: $id}) { meetingStats { activeMeetings } } }',
        { admin: server.adminKey, variables: { id } },
      );
      expect(errors).toBeUndefined();
      expect(data.user.meetingStats.activeMeetings).toBe(holdsSlot ? 1 : 0);
    });

    it('is the same in the changes of status', async () => {
      const changes = await server.db.prisma.meetingTransition.findMany({
        where: { meetingId: BigInt(id) },
        orderBy: { at: 'asc' },
      });
      expect(changes.map(({ fromStatus, toStatus }) => [fromStatus, toStatus])).toEqual([
        [null, 'requested'],
        ['requested', here],
        [here, 'active'],
        ['active', here],
      ]);
    });
  },
);

type Stats = { readonly user: { readonly meetingStats: { readonly activeMeetings: number } } };

it('are counted where they mean nothing here, or another word does', () => {
  const notes = report.tally.notes.map(({ table, text, count, examples }) => [
    table,
    text,
    count,
    examples,
  ]);
  const words = unknown.map(({ word }) => JSON.stringify(word));
  expect(notes).toContainEqual([
    'meetings',
    'have a status that is not known here and is kept as it is: they hold no slot',
    unknown.length,
    words,
  ]);
  expect(notes).toContainEqual([
    'transitions',
    'have a status that is not known here and is kept as it is',
    unknown.length * 3,
    words,
  ]);
  expect(notes).toContainEqual([
    'meetings',
    'have the status "needs_help" there: here it is "needs_human_help"',
    1,
    ['6'],
  ]);
  expect(notes).toContainEqual([
    'meetings',
    'have the status "error" there: here it is "failed"',
    1,
    ['10'],
  ]);
  expect(rehearsed.tally).toEqual(report.tally);
});

it('change nothing when they are read again', async () => {
  const before = await everythingHere(server);
  const again = await importVexa(server.app, { from: source.url });
  expect(again.tally.counts.meetings.written).toBe(0);
  expect(again.tally.counts.transitions.written).toBe(0);
  expect(await everythingHere(server)).toEqual(before);
});

it('are put right where an earlier version kept the word', async () => {
  const { prisma } = server.db;
  const before = await withoutRevisions();
  await prisma.$executeRawUnsafe(`update meetings set status = 'needs_help' where id = 6`);
  await prisma.$executeRawUnsafe(
    `update meeting_transitions set to_status = replace(to_status, 'needs_human_help', 'needs_help'),
       from_status = replace(from_status, 'needs_human_help', 'needs_help') where meeting_id = 6`,
  );
  // It kept the state as it was read, which is other than that of a word that is put right.
  await prisma.$executeRawUnsafe(
    `update imported_rows set state = '\\x00' where kind = 'meeting' and foreign_id = 6`,
  );
  await importVexa(server.app, { from: source.url });
  expect(await withoutRevisions()).toEqual(before);
});

/** How often figures became outdated differs. */
async function withoutRevisions(): Promise<string[]> {
  return (await everythingHere(server)).filter((line) => !line.startsWith('meeting_figures '));
}
