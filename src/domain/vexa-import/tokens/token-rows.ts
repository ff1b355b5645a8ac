import sql from 'sql-template-tag';
import { notRevokedSql, workingSql } from '../../../security/keys/working.ts';
import type { Key } from '../keys/key.ts';
import type { Id, IdRange } from '../source/batches.ts';
import { keepEntries } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';

/** A key of theirs, and what is decided of it. */
export type ImportedKey = {
  readonly key: Key;
  readonly localId: Id;
  readonly ownerId: Id;
  /** Whether its name has changed there: else it is ours to change. */
  readonly isRenamed: boolean;
};

const RECORDS = sql`as x("localId" bigint, "ownerId" bigint, digest text, hint text, name text,
  scopes text[], "createdAt" timestamptz, "lastUsedAt" timestamptz, "expiresAt" timestamptz,
  "isOddForm" boolean, "isRenamed" boolean)`;

/** As they are stored here, to the millisecond. */
const EXPIRES_AT = sql`x."expiresAt"::timestamptz(3)`;
const LAST_USED_AT = sql`x."lastUsedAt"::timestamptz(3)`;

/** Keys with the same text that are here already, by digest. */
export async function findSameKeys(
  { rows }: ImportContext,
  keys: readonly Key[],
): Promise<ReadonlyMap<string, Id>> {
  if (keys.length === 0) return new Map();
  const digests = keys.flatMap((key) => key.digests.map((digest) => Buffer.from(digest, 'hex')));
  const found = await rows<{ readonly digest: string; readonly id: Id }>(sql`
    select encode(t.digest, 'hex') as digest, t.id::text as id
    from api_tokens t where t.digest = any (${digests}::bytea[])`);
  return new Map(found.map(({ digest, id }) => [digest, id]));
}

export async function insertKeys(
  step: ImportContext,
  placed: readonly ImportedKey[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  await step.rows(sql`
    insert into api_tokens (id, user_id, digest, pepper_id, hint, name, scopes, created_at, last_used_at,
      expires_at, is_odd_form, is_imported)
    select x."localId", x."ownerId", decode(x.digest, 'hex'), ${step.app.peppers.current.id}::smallint, x.hint, left(x.name, 255), x.scopes,
      coalesce(x."createdAt", x."lastUsedAt", now()), x."lastUsedAt", x."expiresAt", x."isOddForm", true
    from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS} order by x."localId"`);
}

/**
 * A key that was revoked here stays so, and whose it is does not change; one that did not come by an
 * import stays what it is. What it may do and for how long
 * only becomes less: it may have been limited here since. Since when an end set there holds, nobody
 * knows: it counts from when we heard of it, so that a life that was cut short stays short.
 */
export async function updateKeys(
  step: ImportContext,
  placed: readonly ImportedKey[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  await step.rows(sql`
    update api_tokens t set digest = decode(x.digest, 'hex'),
      pepper_id = ${step.app.peppers.current.id}::smallint, hint = x.hint,
      name = case when x."isRenamed" then left(x.name, 255) else t.name end,
      scopes = array(select held.scope from unnest(t.scopes) with ordinality as held(scope, place)
        where held.scope = any (x.scopes) order by held.place),
      expires_at = least(t.expires_at, ${EXPIRES_AT}),
      lives_from = case when least(t.expires_at, ${EXPIRES_AT}) is distinct from t.expires_at then now() else t.lives_from end,
      last_used_at = greatest(t.last_used_at, ${LAST_USED_AT}), is_odd_form = x."isOddForm"
    from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS} where t.id = x."localId" and t.is_imported`);
}

/** Keys that belong to another user here than there: whom they belong to is decided once. */
export async function findMoved(
  { rows }: ImportContext,
  placed: readonly ImportedKey[],
): Promise<Id[]> {
  if (placed.length === 0) return [];
  const moved = await rows<{ readonly id: Id }>(sql`
    select t.id::text as id from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS}
    join api_tokens t on t.id = x."localId"
    where t.is_imported and t.user_id <> x."ownerId" order by t.id`);
  return moved.map(({ id }) => id);
}

/** Keys whose text is another there than here, by their ids there, and whose they are here. */
export async function findOwnersOfNewTexts(
  { rows }: ImportContext,
  matched: readonly MatchedKey[],
): Promise<ReadonlyMap<Id, Id>> {
  if (matched.length === 0) return new Map();
  const records = matched.map(({ key: { id, digests }, localId }) => ({ id, localId, digests }));
  const found = await rows<{ readonly id: Id; readonly ownerId: Id }>(sql`
    select x.id::text as id, t.user_id::text as "ownerId"
    from json_to_recordset(${JSON.stringify(records)}::json)
      as x(id bigint, "localId" bigint, digests text[])
    join api_tokens t on t.id = x."localId"
    where t.is_imported and encode(t.digest, 'hex') <> all (x.digests)`);
  return new Map(found.map(({ id, ownerId }) => [id, ownerId]));
}

/** Of keys that have not changed otherwise. */
export async function keepLastUse(
  step: ImportContext,
  placed: readonly ImportedKey[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  await step.rows(sql`
    update api_tokens t set last_used_at = ${LAST_USED_AT}
    from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS}
    where t.id = x."localId" and (t.last_used_at is null or t.last_used_at < ${LAST_USED_AT})
      and x."lastUsedAt" is not null`);
}

/** Keys that may do more there than they may here, or for longer. */
export async function findWider(
  { rows }: ImportContext,
  placed: readonly ImportedKey[],
): Promise<Id[]> {
  if (placed.length === 0) return [];
  const wider = await rows<{ readonly id: Id }>(sql`
    select t.id::text as id from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS}
    join api_tokens t on t.id = x."localId"
    where ${notRevokedSql(sql`t`)}
      and (not x.scopes <@ t.scopes or t.expires_at < coalesce(${EXPIRES_AT}, 'infinity'))
    order by t.id`);
  return wider.map(({ id }) => id);
}

/** Keys from there that still work here, though they are not there any longer. */
export async function findGoneKeys(
  { rows, ledger }: ImportContext,
  { after, upTo }: IdRange,
  present: readonly Id[],
): Promise<readonly Id[]> {
  const gone = await rows<{ readonly id: Id }>(sql`
    select t.id::text as id from ${ledger.entries} r join api_tokens t on t.id = r.local_id
    where r.source_id = ${ledger.sourceId} and r.kind = 'token'
      and r.foreign_id > ${after}::bigint and r.foreign_id <= ${upTo}::bigint
      and not exists (select from unnest(${present}::bigint[]) as p(id) where p.id = r.foreign_id)
      and ${workingSql(sql`t`, sql`now()`)}
    order by t.id`);
  return gone.map(({ id }) => id);
}

export type MatchedKey = { readonly key: Key; readonly localId: Id };

/** Records which key of ours is which of theirs, and its name there. */
export async function recordMatches(
  { rows, ledger }: ImportContext,
  matched: readonly MatchedKey[],
): Promise<void> {
  const entryOf = ({ key, localId }: MatchedKey, state: string) => ({
    foreignId: key.id,
    localId,
    state,
  });
  await keepEntries(
    rows,
    ledger,
    'token',
    matched.map((one) => entryOf(one, one.key.state)),
  );
  await keepEntries(
    rows,
    ledger,
    'name',
    matched.map((one) => entryOf(one, one.key.nameState)),
  );
}

function recordsOf(placed: readonly ImportedKey[]): string {
  return JSON.stringify(placed.map(({ key, ...decided }) => ({ ...key, ...decided })));
}
