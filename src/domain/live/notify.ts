import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';

const CHANNEL_KEY = 'latchkey live channel';

/**
 * Every login of the database may send notifications on every channel whose name it knows: ours only
 * processes know that have the pepper. What others send reaches nobody, and costs this service nothing.
 */
export function meetingChannel(vault: Pick<Vault, 'keyFor'>): string {
  return `latchkey_${Buffer.from(vault.keyFor(CHANNEL_KEY)).toString('hex').slice(0, 32)}`;
}

/** A payload holds 8,000 bytes; a pair of numbers takes 42 at most. */
const MOST_IN_ONE = 150;

/** Which changes somebody follows; null is all. */
export type ChangeFilter = { readonly userId: bigint | null; readonly meetingId: bigint | null };

export type ChangedMeeting = { readonly id: bigint; readonly userId: bigint };

/** Tells every process that meetings changed, once the transaction that changes them is committed. */
export async function notifyMeetings(
  { changes }: Pick<App, 'changes'>,
  rows: Rows,
  meetings: readonly ChangedMeeting[],
): Promise<void> {
  const pairs = meetings.map(({ id, userId }) => `${id}:${userId}`);
  const payloads = Array.from({ length: Math.ceil(pairs.length / MOST_IN_ONE) }, (_, part) =>
    pairs.slice(part * MOST_IN_ONE, (part + 1) * MOST_IN_ONE).join(' '),
  );
  if (payloads.length === 0) return;
  await rows(
    sql`select pg_notify(${changes.channel}, payload) from unnest(${payloads}::text[]) payload`,
  );
}

const PAIR = /^([1-9]\d{0,18}):([1-9]\d{0,18})$/;
const MOST_ID = 9_223_372_036_854_775_807n;

/**
 * Null for a payload that this program did not write, should anybody learn the name of the channel. Even
 * a well-formed one proves nothing; the row is read before it is shown to anybody.
 */
export function readPayload(payload: string): readonly ChangedMeeting[] | null {
  const pairs = payload.split(' ', MOST_IN_ONE + 1);
  if (pairs.length > MOST_IN_ONE) return null;
  const changes = pairs.map(readPair);
  return changes.every((change) => change !== null) ? changes : null;
}

function readPair(pair: string): ChangedMeeting | null {
  const [, id, userId] = PAIR.exec(pair) ?? [];
  if (id === undefined || userId === undefined) return null;
  const change = { id: BigInt(id), userId: BigInt(userId) };
  return change.id <= MOST_ID && change.userId <= MOST_ID ? change : null;
}
