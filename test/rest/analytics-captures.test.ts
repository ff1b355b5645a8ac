import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { isEqual, readExchanges } from './record.ts';

// The database of the recorded service is imported, and every request is sent again. What differs
// stands in one table, with its reason.

const DECIDED = {
  mended: 'what answered 500 there answers as it was meant to',
  adminRefusal: 'a missing or wrong admin key is always refused in the same words',
  caseless:
    'addresses are the same without regard to case: the second of two such users has got one of its own',
  nonNegative: 'a negative limit meant none, which is 0 here',
  newestFirst: 'meetings come newest first, users by number; there, in no order',
  realStatus: 'an unknown status stays as it is; there it was shown as completed',
  default: 'the transcript is measured unless it is said otherwise, as documented',
} as const;

const DIFFERENCES: Readonly<
  Record<string, { readonly status?: number; readonly because: readonly (keyof typeof DECIDED)[] }>
> = {
  stats: { status: 200, because: ['mended'] },
  'stats-an': { status: 200, because: ['mended'] },
  'an-users': { because: ['newestFirst', 'caseless', 'nonNegative'] },
  'an-users-nokey': { because: ['adminRefusal'] },
  'an-meetings': { because: ['newestFirst', 'realStatus'] },
  tele1: { because: ['default'] },
  tele5: { because: ['realStatus'] },
  det2: { because: ['caseless'] },
  'det2-nomeet': { because: ['caseless'] },
  det1tok: { because: ['nonNegative'] },
};

const NOW = new Date('2026-11-20T20:30:00Z');

/** What is beside the recorded names is richer, and no difference. */
const RICHER = [
  'outcome',
  'meetings',
  'success_rate',
  'hourly',
  'weekdays',
  'active_time',
  'peak_memory_bytes',
  'cpu_seconds',
  'speech_duration',
  'silence',
  'overlap',
  'words',
  'first_segment_delay',
  'largest_gap',
  'coverage',
  'speakers',
];

const DATE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z?$/;

/** The recorded service kept microseconds, this one keeps milliseconds. */
function momentOf(text: string): number {
  const [, seconds = '', fraction = '0'] = DATE.exec(text) ?? [];
  return Date.parse(`${seconds}Z`) + Math.round(Number(fraction) * 1_000);
}

/** Dates say their zone here; the texts of keys are those of this database. */
function normalise(text: string): unknown {
  return JSON.parse(text, (key, value: unknown) => {
    if (RICHER.includes(key)) return undefined;
    if (key === 'token') return 'text';
    return typeof value === 'string' && DATE.test(value) ? momentOf(value) : value;
  });
}

describe('the recorded analytics', () => {
  const exchanges = readExchanges('analytics-106.txt');
  let source: VexaDatabase;
  let server: TestServer;
  beforeAll(async () => {
    [source, server] = await Promise.all([
      createVexaDatabase('0.10'),
      startServer({ clock: () => NOW }),
    ]);
    await fillAsRecorded(source);
    await importVexa(server.app, { from: source.url, name: 'vexa' });
  });
  afterAll(() => Promise.all([server.stop(), source.drop()]));

  it('are all read from the record', () => {
    expect(exchanges).toHaveLength(21);
    const names = exchanges.map(({ name }) => name);
    expect(Object.keys(DIFFERENCES).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each(exchanges)('$name', async ({ name, method, path, status, answer }) => {
    const response = await server.fetch(path, { method, headers: keyFor(name) });
    const received = await response.text();
    const difference = DIFFERENCES[name];
    expect(response.status).toBe(difference?.status ?? status);
    const isSame =
      answer.startsWith('{') || answer.startsWith('[')
        ? isEqual(received, answer, normalise)
        : false;
    // A difference that no longer shows has no place in the table.
    expect(isSame, `${received}\ninstead of\n${answer}`).toBe(difference === undefined);
  });

  function keyFor(name: string): Record<string, string> {
    if (name.endsWith('nokey')) return {};
    return { 'x-admin-api-key': name.endsWith('-an') ? server.analyticsKey : server.adminKey };
  }
});

/** The users and keys that the record shows, and its meetings. */
async function fillAsRecorded({ client }: VexaDatabase): Promise<void> {
  await client.query(`insert into users (id, email, image_url, created_at, max_concurrent_bots, data) values
    (1, 'John.Doe@example.com', null, '2026-11-20 20:08:14.641263', -1, '{"a":1,"b":2,"n":{"y":2}}'),
    (2, 'john.doe@example.com', null, '2026-11-20 20:08:14.678072', 1, '{}'),
    (3, 'd@example.com', 'http://i', '2026-11-20 20:08:14.705686', 1, '{}')`);
  const keys = recordedKeys();
  for (const [place, key] of keys.entries()) {
    await client.query(
      'insert into api_tokens (id, user_id, token, scopes, name, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)',
      [
        key.id,
        key.user_id,
        `vxa_${key.scopes[0]}_${String(place).repeat(40)}`,
        key.scopes,
        key.name,
        key.created_at,
        key.expires_at,
      ],
    );
  }
  await client.query(
    readFileSync(new URL('../fixtures/analytics-rows.sql', import.meta.url), 'utf8'),
  );
}

type RecordedKey = {
  readonly id: number;
  readonly user_id: number;
  readonly scopes: readonly string[];
  readonly name: string | null;
  readonly created_at: string;
  readonly expires_at: string | null;
};

function recordedKeys(): RecordedKey[] {
  const answer = readExchanges('analytics-106.txt').find(({ name }) => name === 'det1tok')?.answer;
  return (JSON.parse(answer ?? '{}') as { api_tokens: RecordedKey[] }).api_tokens;
}
