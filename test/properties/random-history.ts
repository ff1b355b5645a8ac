import fc from 'fast-check';
import sql from 'sql-template-tag';
import { STATUSES } from '../../src/domain/meetings/status.ts';
import type { TestServer } from '../support/server.ts';

// What many users did over two years in which clocks were changed eight times.

export const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

export type RandomCall = {
  readonly user: number;
  readonly platform: string;
  readonly status: string;
  readonly reason: string | null;
  readonly createdAt: number;
  readonly startTime: number | null;
  readonly endTime: number | null;
};

export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'America/Sao_Paulo',
] as const;

/** Days on which clocks change somewhere, so that the hours around them are met. */
const CHANGES = [
  '2025-03-30',
  '2025-10-26',
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-10-25',
];

const createdAt = fc.oneof(
  fc.integer({ min: 0, max: 600 * 24 * 60 }).map((minutes) => NOW - minutes * MINUTE),
  fc
    .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -24 * 4, max: 48 * 4 }))
    .map(([day, quarters]) => Date.parse(`${day}T00:00:00Z`) + quarters * 15 * MINUTE),
);

/** @param users how many there are */
export function randomCall(users: number): fc.Arbitrary<RandomCall> {
  return fc
    .record({
      user: fc.integer({ min: 0, max: users - 1 }),
      platform: fc.constantFrom('zoom', 'zoom', 'teams', 'google_meet', 'webex'),
      status: fc.constantFrom(...STATUSES, 'completed', 'completed', 'failed', 'hovering'),
      reason: fc.constantFrom(null, 'stopped', 'evicted', 'join_failure', 'brand_new'),
      createdAt,
      wait: fc.option(fc.integer({ min: 0, max: 600 })),
      length: fc.option(fc.integer({ min: -60, max: 7_200 })),
    })
    .map(({ wait, length, ...call }) => {
      const startTime = wait === null ? null : call.createdAt + wait * 1_000;
      const endTime = length === null ? null : (startTime ?? call.createdAt) + length * 1_000;
      return { ...call, startTime, endTime };
    });
}

export const randomRange = fc
  .tuple(fc.integer({ min: 0, max: 500 * 24 }), fc.integer({ min: 1, max: 60 * 24 }), fc.boolean())
  .map(([hoursAgo, hours, isAligned]) => {
    const end = NOW - hoursAgo * HOUR + (isAligned ? 0 : 17 * MINUTE);
    return { start: isAligned ? end - Math.ceil(hours / 24) * DAY : end - hours * HOUR, end };
  });

/** Replaces everything that was there. */
export async function insertHistory(
  { db }: TestServer,
  calls: readonly RandomCall[],
  users: number,
): Promise<void> {
  await db.rows(sql`truncate users, meetings, bot_refusals restart identity cascade`);
  await db.rows(sql`insert into users (email, max_concurrent_bots)
    select 'user' || n || '@example.com', n % 4 from generate_series(1, ${users}::int) n`);
  const dates = (name: 'createdAt' | 'startTime' | 'endTime') =>
    calls.map((call) => (call[name] === null ? null : new Date(call[name])));
  await db.rows(sql`insert into meetings (user_id, platform, status, completion_reason, created_at, start_time, end_time)
    select c.* from unnest(${calls.map(({ user }) => user + 1)}::bigint[], ${calls.map(({ platform }) => platform)}::text[],
      ${calls.map(({ status }) => status)}::text[], ${calls.map(({ reason }) => reason)}::text[],
      ${dates('createdAt')}::timestamptz[], ${dates('startTime')}::timestamptz[], ${dates('endTime')}::timestamptz[]) c`);
}
