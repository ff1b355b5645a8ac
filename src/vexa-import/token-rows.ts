import sql from 'sql-template-tag';
import type { Id, Range } from './batches.ts';
import type { Key } from './key.ts';
import type { Step } from './stage.ts';

/** A key of theirs, and what is decided of it. */
export type PlacedKey = { readonly key: Key; readonly localId: Id; readonly ownerId: Id };

const RECORDS = sql`as x("localId" bigint, "ownerId" bigint, digest text, hint text, name text,
  scopes text[], "createdAt" timestamptz, "lastUsedAt" timestamptz, "expiresAt" timestamptz,
  "isOddForm" boolean)`;

/** Keys with the same text that are here already, by digest. */
export async function findSameKeys(
  { rows }: Step,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, Id>> {
  if (keys.length === 0) return new Map();
  const digests = keys.map(({ digest }) => Buffer.from(digest, 'hex'));
  const found = await rows<{ readonly digest: string; readonly id: Id }>(sql`
    select encode(t.digest, 'hex') as digest, t.id::text as id
    from api_tokens t where t.digest = any (${digests}::bytea[])`);
  return new Map(found.map(({ digest, id }) => [digest, id]));
}

export async function insertKeys(step: Step, placed: readonly PlacedKey[]): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  await step.rows(sql`
    insert into api_tokens (id, user_id, digest, pepper_id, hint, name, scopes, created_at, last_used_at,
      expires_at, is_odd_form)
    select x."localId", x."ownerId", decode(x.digest, 'hex'), ${step.app.peppers.current.id}::smallint, x.hint, left(x.name, 255), x.scopes,
      coalesce(x."createdAt", x."lastUsedAt", now()), x."lastUsedAt", x."expiresAt", x."isOddForm"
    from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS} order by x."localId"`);
}

/**
 * A key that was revoked here stays so: nothing of that is touched. Since when another end holds there,
 * nobody knows: it counts from when we heard of it, so that a life that was cut short stays short.
 */
export async function updateKeys(step: Step, placed: readonly PlacedKey[]): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  await step.rows(sql`
    update api_tokens t set user_id = x."ownerId", digest = decode(x.digest, 'hex'),
      pepper_id = ${step.app.peppers.current.id}::smallint, hint = x.hint,
      name = left(x.name, 255), scopes = x.scopes, expires_at = x."expiresAt",
      lives_from = case when t.expires_at is distinct from x."expiresAt"::timestamptz(3) then now() else t.lives_from end,
      last_used_at = greatest(t.last_used_at, x."lastUsedAt"), is_odd_form = x."isOddForm"
    from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS} where t.id = x."localId"`);
}

/** Keys from there that still work here, though they are not there any longer. */
export async function findGoneKeys(
  { rows, ledger }: Step,
  { after, upTo }: Range,
  present: readonly Id[],
): Promise<readonly Id[]> {
  const gone = await rows<{ readonly id: Id }>(sql`
    select t.id::text as id from ${ledger.entries} r join api_tokens t on t.id = r.local_id
    where r.source_id = ${ledger.sourceId} and r.kind = 'token'
      and r.foreign_id > ${after}::bigint and r.foreign_id <= ${upTo}::bigint
      and not exists (select from unnest(${present}::bigint[]) as p(id) where p.id = r.foreign_id)
      and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
    order by t.id`);
  return gone.map(({ id }) => id);
}

function recordsOf(placed: readonly PlacedKey[]): string {
  return JSON.stringify(placed.map(({ key, ...decided }) => ({ ...key, ...decided })));
}
