import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { receiptsOf, recordOne, report, sendReport, statesOf } from './reports.ts';

const LISTS = { recordSessions: 'sessions', recordSegments: 'segments' } as const;
type Kind = keyof typeof LISTS;
const KINDS = Object.keys(LISTS) as Kind[];

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());

function item(kind: Kind, key: number, fields: object = {}): object {
  return kind === 'recordSessions'
    ? { sessionUid: `s-${key}`, startedAt: '2026-06-01T12:00:00Z', ...fields }
    : { segmentId: `g-${key}`, startOffset: 1.5, endOffset: 2.5, text: 'well', ...fields };
}

function send(kind: Kind, databaseId: number, items: readonly object[]) {
  return receiptsOf(server, kind, { meeting: { databaseId }, [LISTS[kind]]: items });
}

/** The rows as they are stored, and which write stored them. */
function stored(kind: Kind, meetingId: number): Promise<Record<string, unknown>[]> {
  const table = kind === 'recordSessions' ? 'meeting_sessions' : 'transcript_segments';
  return server.db.prisma.$queryRawUnsafe(
    `select t.*, xmin::text, ctid::text from ${table} t where meeting_id = ${meetingId} order by id`,
  );
}

describe.each(KINDS)('%s', (kind) => {
  const changed =
    kind === 'recordSessions' ? { startedAt: '2026-06-01T11:00:00Z' } : { text: 'well, well' };

  it('takes 1,000 in one call, and writes nothing when it is repeated', async () => {
    const id = await recordOne(server, user);
    const items = Array.from({ length: 1_000 }, (_, key) => item(kind, key));
    expect(statesOf(await send(kind, id, items))).toEqual(Array(1_000).fill('CREATED'));
    const before = await stored(kind, id);
    expect(before).toHaveLength(1_000);
    const figures = await server.db.prisma.meetingFigures.findMany();
    expect(statesOf(await send(kind, id, items))).toEqual(Array(1_000).fill('UNCHANGED'));
    expect(await stored(kind, id)).toEqual(before);
    expect(await server.db.prisma.meetingFigures.findMany()).toEqual(figures);
  });

  it('lets a later report replace an earlier one, and leaves the others alone', async () => {
    const id = await recordOne(server, user);
    await send(kind, id, [item(kind, 1), item(kind, 2)]);
    const [, second] = await stored(kind, id);
    const receipts = await send(kind, id, [item(kind, 1, changed), item(kind, 2), item(kind, 3)]);
    expect(statesOf(receipts)).toEqual(['UPDATED', 'UNCHANGED', 'CREATED']);
    const [one, two, three] = await stored(kind, id);
    expect(two).toEqual(second);
    expect([one, three]).toHaveLength(2);
    const [again] = await send(kind, id, [item(kind, 1, changed)]);
    expect(again?.state).toBe('UNCHANGED');
  });

  it('counts the last of one list', async () => {
    const id = await recordOne(server, user);
    const receipts = await send(kind, id, [item(kind, 1), item(kind, 1, changed)]);
    expect(statesOf(receipts)).toEqual(['CREATED', 'CREATED']);
    expect(await send(kind, id, [item(kind, 1, changed)])).toMatchObject([{ state: 'UNCHANGED' }]);
    expect(await stored(kind, id)).toHaveLength(1);
  });

  it('makes one row of 20 calls at once', async () => {
    const id = await recordOne(server, user);
    const all = await Promise.all(
      Array.from({ length: 20 }, () => send(kind, id, [item(kind, 1)])),
    );
    expect(all.flatMap(statesOf).sort()).toEqual(['CREATED', ...Array(19).fill('UNCHANGED')]);
  });

  it.each([0, 1_001])('refuses a list of %i', async (count) => {
    const id = await recordOne(server, user);
    const items = Array.from({ length: count }, (_, key) => item(kind, key));
    const input = { meeting: { databaseId: id }, [LISTS[kind]]: items };
    expect(await report(server, kind, input)).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: [LISTS[kind]] }],
    });
  });

  it('finds no meeting that is unknown, or of another user', async () => {
    const id = await recordOne(server, await seedUser(server));
    const { secret } = await seedKey(server, user, { scopes: ['BOT', 'TX'] });
    for (const databaseId of [id, 999_999]) {
      const input = { meeting: { databaseId }, [LISTS[kind]]: [item(kind, 1)] };
      const outcome = await report(server, kind, input, { key: secret });
      expect(outcome).toEqual({ __typename: 'NotFoundError', message: 'Meeting not found' });
    }
    expect(await stored(kind, id)).toEqual([]);
  });

  it('takes keys with one scope and not with the other', async () => {
    const id = await recordOne(server, user);
    const right = kind === 'recordSessions' ? 'BOT' : 'TX';
    const input = { meeting: { databaseId: id }, [LISTS[kind]]: [item(kind, 1)] };
    for (const scope of ['BOT', 'TX', 'BROWSER']) {
      const { secret } = await seedKey(server, user, { scopes: [scope] });
      const { errors } = await sendReport(server, kind, input, { key: secret });
      const code = scope === right ? undefined : 'FORBIDDEN';
      expect([scope, errors?.[0]?.extensions.code]).toEqual([scope, code]);
    }
  });
});
