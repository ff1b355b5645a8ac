import sql from 'sql-template-tag';
import { z } from 'zod';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { type HashedPosition, positionsOf } from './dropped.ts';
import type { Sealed } from './findings.ts';
import { hashState, sealedColumns } from './walk.ts';

/** The beginning of the log that is gone, as the newest `EVENTS_DROPPED` has it. */
export type DroppedPrefix = {
  /** Its last place. */
  readonly through: bigint;
  /** The hash of the event in that place, in hexadecimal: the next event links to it. */
  readonly hash: string;
  /** How many events were dropped, in all. */
  readonly events: number;
  /** Places in it whose events are still there. */
  readonly kept: readonly HashedPosition[];
  /** Statements of which only the last events are left, as `writer number`. */
  readonly open: readonly string[];
};

export const NOTHING_DROPPED: DroppedPrefix = {
  through: 0n,
  hash: '',
  events: 0,
  kept: [],
  open: [],
};

const SAID = z.object({
  through: z.number().int().min(0),
  hash: z.string(),
  eventsInAll: z.number().int(),
  open: z.array(z.string()),
});

/** What an `EVENTS_DROPPED` says; null for anything else. */
export function prefixOf(event: {
  readonly before: unknown;
  readonly after: unknown;
}): DroppedPrefix | null {
  const said = SAID.safeParse(event.after).data;
  if (said === undefined) return null;
  const { places } = z.object({ places: z.string() }).safeParse(event.before).data ?? {
    places: '',
  };
  return {
    through: BigInt(said.through),
    hash: said.hash,
    events: said.eventsInAll,
    kept: positionsOf(places),
    open: said.open,
  };
}

/**
 * The last one in the chain, whatever the clock said then. `offset 0`: the few of this action are read, and
 * not the whole log from its end on.
 * @returns null where nothing was dropped, or what says so is not as it was sealed
 */
export async function readPrefix(rows: Rows, vault: Vault): Promise<DroppedPrefix | null> {
  const [event] = await rows<Sealed>(sql`
    select ${sealedColumns} from audit_events e
    where e.position = (select max(d.position) from (
      select position from audit_events where action = 'EVENTS_DROPPED' and position is not null offset 0) d)`);
  if (event === undefined || event.writer === null || hashState(vault, event) !== 'SOUND')
    return null;
  return prefixOf({ before: parsed(event.before), after: parsed(event.after) });
}

function parsed(text: string | null): unknown {
  return text === null ? null : JSON.parse(text);
}

export function hashedPositionOf({
  position,
  hash,
}: Pick<Sealed, 'position' | 'hash'>): HashedPosition {
  return { position, hash: Buffer.from(hash).toString('hex').slice(0, 8) };
}

/** As `positionsOf` reads them. */
export function placesText(places: readonly HashedPosition[]): string {
  return places.map(({ position, hash }) => `${position}:${hash}`).join(' ');
}
