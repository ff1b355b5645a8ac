import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChangedMeeting, readPayload } from '../../src/domain/live/notify.ts';
import { query } from '../database/scratch.ts';
import { until } from '../http/raw-connection.ts';
import { recordOne } from '../recording/reports.ts';
import { atEndOfTest } from '../support/end-of-test.ts';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { followChanges, keyChecks, nextChange, untilQuiet } from './changes.ts';

// Every login of the database may send notifications, with whatever it likes in them.

const MOST_ID = 9_223_372_036_854_775_807n;
const id = fc.bigInt({ min: 1n, max: MOST_ID });
const written = fc.array(fc.tuple(id, id), { minLength: 1, maxLength: 150 });
const textOf = (pairs: readonly (readonly [bigint, bigint])[]) =>
  pairs.map((pair) => pair.join(':')).join(' ');

const HOSTILE = [
  '',
  'hello',
  ':',
  '1:',
  ':1',
  '1:1:1',
  '1:1  2:2',
  ' 1:1',
  '1:1\n2:2',
  '-1:1',
  '0:0',
  '1.5:2',
  '0x10:1',
  '1e3:1',
  '٣:٣',
  `${MOST_ID + 1n}:1`,
  `1:${'9'.repeat(7_000)}`,
  '1:1 '.repeat(1_500),
  textOf(Array.from({ length: 151 }, () => [1n, 1n] as const)),
];

describe('a payload', () => {
  it('that this program writes is read as it was meant', () => {
    fc.assert(
      fc.property(written, (pairs) => {
        const meant = pairs.map(([meeting, userId]): ChangedMeeting => ({ id: meeting, userId }));
        expect(readPayload(textOf(pairs))).toEqual(meant);
      }),
    );
  });

  it('with anything else in it is none', () => {
    const spoilt = fc
      .tuple(written, fc.string({ minLength: 1, unit: 'binary' }), fc.nat())
      .map(([pairs, noise, place]) => {
        const text = textOf(pairs);
        const at = place % (text.length + 1);
        return text.slice(0, at) + noise + text.slice(at);
      })
      .filter((text) => !/^[\d: ]*$/.test(text));
    fc.assert(
      fc.property(spoilt, (text) => {
        expect(readPayload(text)).toBeNull();
      }),
    );
    for (const text of HOSTILE) expect(readPayload(text)).toBeNull();
  });
});

const STRANGER = `stranger_${process.pid}`;

/** The name that stands in the source, and whatever a statement shows. */
function guessesFrom(statements: string): string[] {
  const shown = [...statements.matchAll(/\blatchkey_\w+/g)].map(([name]) => name);
  return [...new Set(['latchkey_meetings', 'latchkey', ...shown])];
}

describe('a notification that somebody else sends', () => {
  let server: TestServer;
  let owner: SeededUser;
  let stranger: SeededUser;
  let strangersKey: string;
  beforeAll(async () => {
    server = await startServer();
    owner = await seedUser(server);
    stranger = await seedUser(server);
    strangersKey = (await seedKey(server, stranger)).secret;
  });
  afterAll(() => server.stop());

  const notify = (payload: string) =>
    server.db.rows(sql`select pg_notify(${server.app.changes.channel}, ${payload})`);

  it('reaches nobody, however many it sends: the name of the channel is not to be found out', async () => {
    await query(server.databaseUrl, `create role ${STRANGER} login password 'p'`);
    atEndOfTest(() => query(server.databaseUrl, `drop role ${STRANGER}`));
    const events = await followChanges(server, '', { key: strangersKey });
    await recordOne(server, stranger);
    expect(await nextChange(events)).not.toBeNull();
    await untilQuiet(server);
    server.statements.length = 0;
    const ignoredBefore = server.app.changes.ignored();
    const address = Object.assign(new URL(server.databaseUrl), {
      username: STRANGER,
      password: 'p',
    }).href;
    const seen = await query(
      server.databaseUrl,
      "select string_agg(query, ' ') as text from pg_stat_activity",
    );
    expect(seen[0]?.['text']).not.toContain(server.app.changes.channel);
    for (const channel of guessesFrom(String(seen[0]?.['text'])))
      await query(
        address,
        `select pg_notify('${channel}', n || ':' || ${stranger.databaseId}) from generate_series(1, 20000) n`,
      );
    const last = await recordOne(server, stranger);
    expect((await nextChange(events))?.databaseId).toBe(last);
    expect(server.app.changes.ignored()).toBe(ignoredBefore);
    expect(keyChecks(server)).toBe(1);
  });

  it('is ignored and counted where it is malformed, and the stream goes on', async () => {
    const events = await followChanges(server, '', { key: strangersKey });
    const sent = HOSTILE.filter((text) => text.length < 8_000);
    const ignored = server.app.changes.ignored() + sent.length + 1;
    for (const payload of sent) await notify(payload);
    await query(server.databaseUrl, `notify ${server.app.changes.channel}`);
    await until(() => server.app.changes.ignored() >= ignored);
    expect(server.app.changes.ignored()).toBe(ignored);
    await recordOne(server, stranger);
    expect(await nextChange(events)).not.toBeNull();
    const response = await server.fetch('/health/ready');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      checks: {
        notifications: `${ignored} notifications in an unknown format were ignored`,
      },
    });
  });

  it('delivers no meeting to anybody but its owner, whatever it says', async () => {
    const [meeting = 0n] = await seedMeetings(server, owner.databaseId, 1);
    await untilQuiet(server);
    const events = await followChanges(server, '', { key: strangersKey });
    await notify(`${meeting}:${stranger.databaseId}`);
    const own = await recordOne(server, stranger);
    // The first that comes is the stranger's own.
    expect((await nextChange(events))?.databaseId).toBe(Number(own));
  });

  it('a thousand times costs one read, and not a thousand', async () => {
    const [meeting = 0n] = await seedMeetings(server, stranger.databaseId, 1);
    await untilQuiet(server);
    const events = await followChanges(server, '', { key: strangersKey });
    server.statements.length = 0;
    const payload = textOf(
      Array.from({ length: 150 }, () => [meeting, BigInt(stranger.databaseId)] as const),
    );
    await notify(payload);
    expect((await nextChange(events))?.databaseId).toBe(Number(meeting));
    const last = await recordOne(server, stranger);
    expect((await nextChange(events))?.databaseId).toBe(last);
    expect(keyChecks(server)).toBe(2);
  });
});
