import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../../data/database.ts';
import { isAdminSql } from '../../../security/keys/working.ts';
import type { Vault } from '../../../security/vault/data-keys.ts';
import { keyedDigests, ROW_STATES } from '../../../security/vault/keyed-digests.ts';
import type { Id } from '../source/batches.ts';

/**
 * "merged" stands beside "user" for a user who is one of our own; "name" beside "token" for what a
 * key was called there, apart from the rest of it. The one entry "reserved" has the highest number of
 * a user that the source had given when it was first imported. "erased meeting" is one of an erased user, or
 * one that was deleted by age: nothing is taken over for it.
 */
export type Kind = 'user' | 'merged' | 'token' | 'name' | 'meeting' | 'erased meeting' | 'reserved';

export type LedgerEntry = { readonly foreignId: Id; readonly localId: Id; readonly state: string };

/** The states of foreign rows, all in hexadecimal. */
export type RowStates = {
  /** What to keep of a state as it was read. */
  readonly of: (read: string) => string;
  /** What an earlier version kept, in the form in which it is kept now. */
  readonly current: (kept: string) => string;
};

export function rowStates(vault: Vault): RowStates {
  const { of, current } = keyedDigests(vault, ROW_STATES);
  const inHex = (change: (bytes: Uint8Array) => Uint8Array) => (text: string) =>
    Buffer.from(change(Buffer.from(text, 'hex'))).toString('hex');
  return { of: inHex(of), current: inHex(current) };
}

/** What became which row of ours. A rehearsal keeps its own, and leaves the real one alone. */
export type Ledger = {
  readonly sourceId: Id;
  /** The table of entries. */
  readonly entries: Sql;
  /** Keys the MD5 of a foreign row: what is stored says nothing about the secrets in that row. */
  readonly states: RowStates;
  /** The table of users: ids, addresses, roles, and when they were deleted. */
  readonly people: Sql;
};

/** The entries of these rows, by their ids there. */
export async function findEntries(
  rows: Rows,
  ledger: Ledger,
  kind: Kind,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, LedgerEntry>> {
  const found = await rows<LedgerEntry>(sql`
    select r.foreign_id::text as "foreignId", r.local_id::text as "localId", encode(r.state, 'hex') as state
    from ${ledger.entries} r
    where r.source_id = ${ledger.sourceId} and r.kind = ${kind} and r.foreign_id = any (${ids}::bigint[])`);
  return new Map(
    found.map((entry) => [
      entry.foreignId,
      { ...entry, state: ledger.states.current(entry.state) },
    ]),
  );
}

export async function keepEntries(
  rows: Rows,
  ledger: Ledger,
  kind: Kind,
  entries: readonly LedgerEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  await rows(sql`
    insert into ${ledger.entries} (source_id, kind, foreign_id, local_id, state)
    select ${ledger.sourceId}::bigint, ${kind}, x."foreignId", x."localId", decode(x.state, 'hex')
    from json_to_recordset(${JSON.stringify(entries)}::json) as x("foreignId" bigint, "localId" bigint, state text)
    order by x."foreignId"
    on conflict (source_id, kind, foreign_id) do update set local_id = excluded.local_id, state = excluded.state`);
}

/** Whether users came from there before. */
export async function hasUsers(rows: Rows, { entries, sourceId }: Ledger): Promise<boolean> {
  const found = await rows(sql`
    select true as "isThere" from ${entries} r where r.source_id = ${sourceId} and r.kind = 'user' limit 1`);
  return found.length > 0;
}

/** Which of our users came from there. */
export function findImported(
  rows: Rows,
  { entries, sourceId }: Ledger,
  localIds: readonly Id[],
): Promise<ReadonlySet<Id>> {
  const isListed = sql`r.local_id = any (${localIds}::bigint[])`;
  const imported = sql`select r.local_id::text as id from ${entries} r
    where r.source_id = ${sourceId} and r.kind = 'user' and ${isListed}`;
  return localIds.length === 0 ? Promise.resolve(new Set()) : idsFound(rows, imported);
}

/** Which of our users are administrators. */
export function findAdmins(
  rows: Rows,
  ledger: Ledger,
  localIds: readonly Id[],
): Promise<ReadonlySet<Id>> {
  return findPeople(rows, ledger, { localIds, condition: isAdminSql(sql`p`) });
}

/** Which of our users are deleted. */
export function findDeleted(
  rows: Rows,
  ledger: Ledger,
  localIds: readonly Id[],
): Promise<ReadonlySet<Id>> {
  return findPeople(rows, ledger, { localIds, condition: sql`p.deleted_at is not null` });
}

type PeopleFilter = { readonly localIds: readonly Id[]; readonly condition: Sql };

function findPeople(
  rows: Rows,
  { people }: Ledger,
  { localIds, condition }: PeopleFilter,
): Promise<ReadonlySet<Id>> {
  const found = sql`select p.id::text as id from ${people} p
    where p.id = any (${localIds}::bigint[]) and ${condition}`;
  return localIds.length === 0 ? Promise.resolve(new Set()) : idsFound(rows, found);
}

async function idsFound(rows: Rows, statement: Sql): Promise<ReadonlySet<Id>> {
  const found = await rows<{ readonly id: Id }>(statement);
  return new Set(found.map(({ id }) => id));
}
