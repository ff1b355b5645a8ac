import sql from 'sql-template-tag';
import type { Rows } from '../database/database.ts';

export const CHANNEL = 'latchkey_meetings';

/** A payload holds 8,000 bytes; a pair of numbers takes 42 at most. */
const MOST_IN_ONE = 150;

/** Which changes somebody follows; null is all. */
export type Wanted = { readonly userId: bigint | null; readonly meetingId: bigint | null };

export type ChangedMeeting = { readonly id: bigint; readonly userId: bigint };

/** Tells every process that meetings changed, once the transaction that changes them is committed. */
export async function notifyMeetings(
  rows: Rows,
  meetings: readonly ChangedMeeting[],
): Promise<void> {
  const pairs = meetings.map(({ id, userId }) => `${id}:${userId}`);
  const payloads = Array.from({ length: Math.ceil(pairs.length / MOST_IN_ONE) }, (_, part) =>
    pairs.slice(part * MOST_IN_ONE, (part + 1) * MOST_IN_ONE).join(' '),
  );
  if (payloads.length === 0) return;
  await rows(sql`select pg_notify(${CHANNEL}, payload) from unnest(${payloads}::text[]) payload`);
}

export function readPayload(payload: string): ChangedMeeting[] {
  return payload.split(' ').map((pair) => {
    const [id = '0', userId = '0'] = pair.split(':');
    return { id: BigInt(id), userId: BigInt(userId) };
  });
}
