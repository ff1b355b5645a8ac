import { setImmediate as nextTurn } from 'node:timers/promises';
import sql, { raw } from 'sql-template-tag';
import { isJsonObject } from '../../core/input/json.ts';
import { MAY_HOLD_SECRET_IN_POSTGRES, omitSecretsInText } from '../../core/input/omit-secrets.ts';
import type { SecretKinds } from '../../core/input/secret-strings.ts';
import type { WithoutSecrets } from '../../core/input/secrets-in-values.ts';
import type { Sweep, SweepStep, Swept } from './sweeps.ts';

type Table = 'users' | 'meetings' | 'meeting_transitions';
type Row = { readonly id: bigint; readonly data: string };

/** What an operator stored in a user's data for another service stays: only a webhook's is ours. */
const KINDS: Readonly<Record<Table, SecretKinds>> = {
  users: 'HOOKS',
  meetings: 'ALL',
  meeting_transitions: 'ALL',
};

const ROWS_AT_ONCE = 200;
/**
 * Uncompressed, as they are searched. Imported rows may be larger than what the API accepts: only as many are
 * uncompressed to be measured as are no more than that compressed.
 */
const BYTES_AT_ONCE = 1_000_000;

export const userSecretSweep: Sweep = {
  name: 'users.data',
  what: 'plain-text webhook secrets in the data of users were encrypted, or removed if unused',
  batch: (step, after) => batchOf(step, 'users', after),
};

export const meetingSecrets: Sweep = {
  name: 'meetings.data',
  what: 'plain-text secrets in the data of meetings were removed: nothing uses them',
  batch: (step, after) => batchOf(step, 'meetings', after),
};

export const transitionSecrets: Sweep = {
  name: 'meeting_transitions.data',
  what: 'plain-text secrets in the data of status changes were removed: nothing uses them',
  batch: (step, after) => batchOf(step, 'meeting_transitions', after),
};

async function batchOf(step: SweepStep, table: Table, after: string | null): Promise<Swept> {
  const from = after ?? '0';
  const name = raw(table);
  const [range] = await step.rows<{ readonly upTo: bigint | null }>(sql`
    select max(id) as "upTo" from (
      select id, sum(bytes) over (order by id) - bytes as before from (
        select id, coalesce(octet_length(data::text), 0) as bytes from (
          select t.id, t.data, sum(stored) over (order by t.id) - stored as before from (
            select t.id, t.data, coalesce(pg_column_size(t.data), 0) as stored
            from ${name} t where t.id > ${from}::bigint order by t.id limit ${ROWS_AT_ONCE}) t) stored_part
        where before < ${BYTES_AT_ONCE}) part) sized
    where before < ${BYTES_AT_ONCE}`);
  const upTo = range?.upTo ?? null;
  if (upTo === null) return null;
  // Read as text: numbers keep all their digits.
  const suspects = await step.rows<Row>(sql`
    select t.id, t.data::text as data from ${name} t
    where t.id > ${from}::bigint and t.id <= ${upTo} and t.data::text collate "C" ~* ${MAY_HOLD_SECRET_IN_POSTGRES}
    order by t.id for no key update`);
  let changed = 0;
  const unread: string[] = [];
  for (const row of suspects) {
    // To search one can take tenths of a second: what else waits comes first.
    await nextTurn();
    const cleared = read(row, KINDS[table]);
    if (cleared === null) unread.push(String(row.id));
    else if (await clear(step, table, cleared)) changed += 1;
  }
  return { after: String(upTo), changed, unread };
}

type Cleared = WithoutSecrets<string> & { readonly id: bigint; readonly own: string | null };

/** @returns null for data that cannot be read: one such row keeps no other from being cleared */
function read({ id, data }: Row, kinds: SecretKinds): Cleared | null {
  try {
    return { id, ...omitSecretsInText(data, kinds), own: ownSecret(data) };
  } catch {
    return null;
  }
}

async function clear(
  { rows, secrets }: SweepStep,
  table: Table,
  { id, data, paths, own }: Cleared,
): Promise<boolean> {
  if (paths.length === 0) return false;
  if (table === 'users' && own !== null) {
    // One that was set since is newer.
    await rows(sql`
      insert into webhook_secrets (user_id, sealed)
      select u.id, ${secrets.seal(id, own)} from users u where u.id = ${id} and u.deleted_at is null
      on conflict (user_id) do nothing`);
  }
  await rows(sql`update ${raw(table)} set data = ${data}::jsonb where id = ${id}`);
  return true;
}

/** The one that events are signed with stands at the top. */
function ownSecret(text: string): string | null {
  const data: unknown = JSON.parse(text);
  const secret = isJsonObject(data) ? data['webhook_secret'] : null;
  return typeof secret === 'string' && secret !== '' ? secret : null;
}
