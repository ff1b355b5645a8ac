import sql, { raw } from 'sql-template-tag';
import { digestsOf } from '../../../security/keys/peppers.ts';
import { FIRST_ID, type Id } from '../source/batches.ts';
import { LAST_NUMBER, OUT_OF_RANGE } from '../source/number-range.ts';
import { hasUsers } from '../stage/ledger.ts';
import { type ImportTally, note } from '../stage/tally.ts';
import { referenceColumn, referencesTo } from './highest-numbers.ts';
import type { NumberContext } from './number-check.ts';

const AT_ONCE = 20_000;

/** A table here, and how the ledger calls its rows. */
type Own = { readonly table: 'users' | 'api_tokens' | 'meetings'; readonly kind: string };

const USERS: Own = { table: 'users', kind: 'user' };
const KEYS: Own = { table: 'api_tokens', kind: 'token' };
const MEETINGS: Own = { table: 'meetings', kind: 'meeting' };

/** Numbers of keys, meetings and former users there that belong to other rows here. */
export async function checkRowNumbers(context: NumberContext, tally: ImportTally): Promise<void> {
  for await (const ids of ownNumbers(context, KEYS))
    note(
      tally,
      'keys',
      'have a number that belongs to another key here',
      await otherKeys(context, ids),
    );
  for await (const ids of ownNumbers(context, MEETINGS))
    note(
      tally,
      'meetings',
      'have a number that belongs to another meeting here',
      await sameIds(context, MEETINGS, ids),
    );
  for (const [own, name] of [
    [KEYS, 'keys'],
    [MEETINGS, 'meetings'],
  ] as const)
    note(tally, name, OUT_OF_RANGE, await outOfRange(context, own));
  // Later, numbers beyond the reserved ones are those of users that were created here.
  if (await context.inBatch((rows) => hasUsers(rows, context.ledger))) return;
  for await (const ids of ownNumbers(context, USERS))
    note(
      tally,
      'users',
      'do not exist there any longer, but data there refers to their number, which belongs to another user here',
      await formerUsers(context, ids),
    );
}

/** Numbers of rows here that did not come from this source, up to its highest. */
async function* ownNumbers(
  { inBatch, ledger, highest }: NumberContext,
  { table, kind }: Own,
): AsyncGenerator<readonly Id[]> {
  const upTo = highest.get(table) ?? '0';
  for (let after: Id | null = FIRST_ID; after !== null; ) {
    const from: Id = after;
    const [part] = await inBatch((rows) =>
      rows<{ readonly last: Id | null; readonly own: readonly Id[] }>(sql`
        with part as materialized (
          select t.id from ${raw(table)} t
          where t.id > ${from}::bigint and t.id <= ${upTo}::bigint order by t.id limit ${AT_ONCE})
        select (select max(p.id) from part p)::text as last, array(
          select p.id::text from part p where not exists (
            select from ${ledger.entries} r
            where r.source_id = ${ledger.sourceId} and r.kind in (${kind}, ${`erased ${kind}`}) and r.foreign_id = p.id)
          order by p.id) as own`),
    );
    if (part !== undefined && part.own.length > 0) yield part.own;
    after = part?.last ?? null;
  }
}

/** Which of these numbers rows have there. */
function sameIds({ source }: NumberContext, { table }: Own, ids: readonly Id[]): Promise<Id[]> {
  return source.snapshot(async (ask) => {
    const found = await ask<{ readonly id: Id }>(sql`
      select t.id::text as id from ${raw(table)} t where t.id = any (${ids}::bigint[]) order by t.id`);
    return found.map(({ id }) => id);
  });
}

function outOfRange({ source }: NumberContext, { table }: Own): Promise<Id[]> {
  return source.snapshot(async (ask) => {
    const found = await ask<{ readonly id: Id }>(
      sql`select t.id::text as id from ${raw(table)} t where t.id <= 0 or t.id > ${LAST_NUMBER}::bigint order by t.id`,
    );
    return found.map(({ id }) => id);
  });
}

/** Which of these numbers keys of another text have there. */
async function otherKeys(
  { source, app, inBatch }: NumberContext,
  ids: readonly Id[],
): Promise<Id[]> {
  const there = await source.snapshot((ask) =>
    ask<{ readonly id: Id; readonly text: string }>(sql`
      select t.id::text as id, t.token as text from api_tokens t
      where t.id = any (${ids}::bigint[]) order by t.id`),
  );
  if (there.length === 0) return [];
  const here = await inBatch((rows) =>
    rows<{ readonly id: Id; readonly digest: Uint8Array }>(sql`
      select t.id::text as id, t.digest from api_tokens t
      where t.id = any (${there.map(({ id }) => id)}::bigint[])`),
  );
  const digests = new Map(here.map(({ id, digest }) => [id, digest]));
  const isSame = (id: Id, text: string) =>
    digestsOf(text, app.peppers).some(
      (digest) => Buffer.compare(digest, digests.get(id) ?? Buffer.alloc(0)) === 0,
    );
  return there.filter(({ id, text }) => !isSame(id, text)).map(({ id }) => id);
}

/** Which of these numbers nobody has there any longer, and data there still refers to. */
function formerUsers({ source, shape }: NumberContext, ids: readonly Id[]): Promise<Id[]> {
  const column = raw(`t."${referenceColumn('users')}"`);
  return source.snapshot(async (ask) => {
    const former = new Set<Id>();
    for (const table of referencesTo(shape, 'users')) {
      const found = await ask<{ readonly id: Id }>(sql`
        select distinct ${column}::text as id from ${raw(`"${table}"`)} t
        where ${column} = any (${ids}::bigint[])
          and not exists (select from users u where u.id = ${column})`);
      for (const { id } of found) former.add(id);
    }
    return [...former].toSorted((one, other) => (BigInt(one) < BigInt(other) ? -1 : 1));
  });
}
