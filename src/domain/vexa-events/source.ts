import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Rows } from '../../data/database.ts';
import { areReserved, reserveIds } from '../vexa-import/stage/new-ids.ts';
import { UnknownSubjectError } from './errors.ts';

// Which rows here are those that an event names by their numbers in Vexa: the ledger of the import says it.

/** Under this name an installation is imported unless another is given. */
const USUAL_NAME = 'vexa';

/**
 * The installation that events come from: the only one that was imported, or the one of the usual name.
 * Null before the first import.
 */
export async function eventSource(rows: Rows): Promise<bigint | null> {
  const known = await rows<{ readonly id: bigint; readonly name: string }>(
    sql`select s.id, s.name from import_sources s order by s.id`,
  );
  const found = known.length === 1 ? known[0] : known.find(({ name }) => name === USUAL_NAME);
  return found?.id ?? null;
}

/** The same; before the first import, it is made. */
export async function findOrCreateSource(rows: Rows): Promise<bigint> {
  const known = await eventSource(rows);
  if (known !== null) return known;
  const [made] = await rows<{ readonly id: bigint }>(sql`
    insert into import_sources as s (name, schema_form, finished_at) values (${USUAL_NAME}, '0.12', now())
    on conflict (name) do update set name = s.name returning s.id`);
  if (made === undefined) throw new Error('a source was written, and is not known');
  return made.id;
}

type Named = {
  readonly sourceId: bigint | null;
  readonly kind: 'user' | 'meeting' | 'erased meeting';
  readonly foreignId: number;
};

/** The number here; null for what was never imported. */
async function imported(rows: Rows, { sourceId, kind, foreignId }: Named): Promise<bigint | null> {
  if (sourceId === null) return null;
  const [entry] = await rows<{ readonly localId: bigint }>(sql`
    select r.local_id as "localId" from imported_rows r
    where r.source_id = ${sourceId} and r.kind = ${kind} and r.foreign_id = ${foreignId}`);
  return entry?.localId ?? null;
}

/** @throws UnknownSubjectError for one that was deleted by age, or with its user: it is not recorded again */
export async function importedMeeting(
  rows: Rows,
  sourceId: bigint | null,
  id: number,
): Promise<bigint | null> {
  const of = (kind: Named['kind']) => imported(rows, { sourceId, kind, foreignId: id });
  const known = await of('meeting');
  if (known === null && (await of('erased meeting')) !== null)
    throw new UnknownSubjectError('The meeting was deleted');
  return known;
}

type Call = {
  readonly sourceId: bigint;
  readonly userId: bigint;
  readonly meeting: {
    readonly platform: string;
    readonly native_meeting_id?: string | null | undefined;
  };
};

/** The imported meetings of the same call, except those whose numbers differ here from there. */
export async function importedOfCall(
  rows: Rows,
  { sourceId, userId, meeting }: Call,
): Promise<ReadonlySet<bigint>> {
  const found = await rows<{ readonly id: bigint }>(sql`
    select m.id from meetings m join imported_rows r
      on r.source_id = ${sourceId} and r.kind = 'meeting' and r.foreign_id = m.id and r.local_id = m.id
    where m.user_id = ${userId} and m.platform = ${meeting.platform}
      and m.native_meeting_id = ${meeting.native_meeting_id ?? ''}`);
  return new Set(found.map(({ id }) => id));
}

type Person = { readonly sourceId: bigint | null; readonly id: number };

/**
 * The number of a user here. One that was not imported is one of ours only where this service is the admin
 * API of that installation: else it would be some other person's.
 */
export async function numberOfUser(
  { config }: App,
  rows: Rows,
  { sourceId, id }: Person,
): Promise<bigint | null> {
  const known = await imported(rows, { sourceId, kind: 'user', foreignId: id });
  return known ?? (config.vexaEventUsers === 'own' ? BigInt(id) : null);
}

/** The same, of a user who is here and not deleted. */
export async function userOf(app: App, rows: Rows, person: Person): Promise<bigint | null> {
  const id = await numberOfUser(app, rows, person);
  const found = await rows(sql`select from users u where u.id = ${id} and u.deleted_at is null`);
  return found.length > 0 ? id : null;
}

/**
 * Whether the operator chose that rows of that installation get other numbers here. Meetings say nothing
 * about it: one that a bot reported here has another number in any case.
 */
export async function hasOtherNumbers(rows: Rows, sourceId: bigint): Promise<boolean> {
  const found = await rows(sql`
    select from imported_rows r where r.source_id = ${sourceId} and r.kind in ('user', 'token')
      and r.foreign_id <> r.local_id limit 1`);
  return found.length > 0;
}

/** A state that no row there has: the next import takes the whole meeting over. */
const NEVER_IMPORTED = Uint8Array.of(0);

/** @returns false where an import was first */
export async function keepMeeting(
  rows: Rows,
  sourceId: bigint,
  { id, localId }: { readonly id: number; readonly localId: bigint },
): Promise<boolean> {
  const kept = await rows(sql`
    insert into imported_rows (source_id, kind, foreign_id, local_id, state)
    values (${sourceId}, 'meeting', ${id}, ${localId}, ${NEVER_IMPORTED}) on conflict do nothing
    returning true as "isKept"`);
  return kept.length > 0;
}

/** Numbers ahead that are kept free with each lock, so that it is seldom taken. */
const AHEAD = 1_000;

/**
 * The number that a meeting has in Vexa, if it is free here: other services know the meeting by it. Nobody
 * else draws it then.
 */
export async function freeNumber({ db }: App, id: number): Promise<bigint | undefined> {
  if (await isTaken(db.rows, id)) return undefined;
  if (!(await areReserved(db.rows, 'meetings', String(id))))
    await reserveIds(db, 'meetings', String(id + AHEAD));
  return (await isTaken(db.rows, id)) ? undefined : BigInt(id);
}

async function isTaken(rows: Rows, id: number): Promise<boolean> {
  return (await rows(sql`select from meetings m where m.id = ${id}::bigint`)).length > 0;
}
