import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Rows } from '../../data/database.ts';
import { areReserved, reserveIds } from '../vexa-import/new-ids.ts';

// Which rows here are those that an event names by their numbers in Vexa: the ledger of the import says it.

/** Under this name an installation is imported unless another is given. */
const USUAL_NAME = 'vexa';

/** The installation that events come from: the only one that was imported, or the one of the usual name. */
export async function eventSource(rows: Rows): Promise<bigint> {
  const known = await rows<{ readonly id: bigint; readonly name: string }>(
    sql`select s.id, s.name from import_sources s order by s.id`,
  );
  const found = known.length === 1 ? known[0] : known.find(({ name }) => name === USUAL_NAME);
  if (found !== undefined) return found.id;
  const [made] = await rows<{ readonly id: bigint }>(sql`
    insert into import_sources as s (name, schema_form, finished_at) values (${USUAL_NAME}, '0.12', now())
    on conflict (name) do update set name = s.name returning s.id`);
  if (made === undefined) throw new Error('a source was written, and is not known');
  return made.id;
}

type Named = {
  readonly sourceId: bigint;
  readonly kind: 'user' | 'meeting';
  readonly foreignId: number;
};

/** The number here; null for what was never imported. */
async function imported(rows: Rows, { sourceId, kind, foreignId }: Named): Promise<bigint | null> {
  const [entry] = await rows<{ readonly localId: bigint }>(sql`
    select r.local_id as "localId" from imported_rows r
    where r.source_id = ${sourceId} and r.kind = ${kind} and r.foreign_id = ${foreignId}`);
  return entry?.localId ?? null;
}

export function importedMeeting(rows: Rows, sourceId: bigint, id: number): Promise<bigint | null> {
  return imported(rows, { sourceId, kind: 'meeting', foreignId: id });
}

type Room = {
  readonly sourceId: bigint;
  readonly userId: bigint;
  readonly meeting: {
    readonly platform: string;
    readonly native_meeting_id?: string | null | undefined;
  };
};

/** The meetings of a room that other numbers of the installation stand for, as far as they kept their numbers. */
export async function importedOfRoom(
  rows: Rows,
  { sourceId, userId, meeting }: Room,
): Promise<ReadonlySet<bigint>> {
  const found = await rows<{ readonly id: bigint }>(sql`
    select m.id from meetings m join imported_rows r
      on r.source_id = ${sourceId} and r.kind = 'meeting' and r.foreign_id = m.id and r.local_id = m.id
    where m.user_id = ${userId} and m.platform = ${meeting.platform}
      and m.native_meeting_id = ${meeting.native_meeting_id ?? ''}`);
  return new Set(found.map(({ id }) => id));
}

/**
 * The user here. A number that was not imported is one of ours only where this service is the admin API
 * of that installation: else it would be some other person's.
 */
export async function userOf(
  { config }: App,
  rows: Rows,
  { sourceId, id }: { readonly sourceId: bigint; readonly id: number },
): Promise<bigint | null> {
  const known = await imported(rows, { sourceId, kind: 'user', foreignId: id });
  return known ?? (config.vexaEventUsers === 'own' ? BigInt(id) : null);
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
  if (!(await areReserved(db.rows, 'meetings', String(id))))
    await reserveIds(db, 'meetings', String(id + AHEAD));
  const taken = await db.rows(sql`select from meetings m where m.id = ${id}::bigint`);
  return taken.length === 0 ? BigInt(id) : undefined;
}
