import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { lessDropped, positionsOf } from './dropped.ts';
import type { Sealed } from './findings.ts';
import { hashState, sealedColumns } from './walk.ts';

/** An event that is known to be in its place, whether it is still there or not. */
export type Link = { readonly position: bigint; readonly hash: string };

type After<Event> = { readonly link: Link; readonly events: readonly Event[] };

type Beginning<Event> = {
  readonly sound: readonly Event[];
  /** Statements of which the later events are not among these. */
  readonly open: readonly string[];
};

/** The first of these events that are as they were sealed, each linked to the one before it: none is missing. */
export async function soundBeginning<Event extends Sealed>(
  rows: Rows,
  vault: Vault,
  { link, events }: After<Event>,
): Promise<Beginning<Event>> {
  const refused = await droppedRefusals(rows, vault, events);
  const sound: Event[] = [];
  let end = link;
  for (const event of events) {
    const gap = { from: end.position + 1n, through: event.position - 1n };
    const isWhole = gap.from > gap.through || lessDropped([gap], refused).length === 0;
    const isLinked = gap.from <= gap.through || hexOf(event.previous) === end.hash;
    if (!isWhole || !isLinked || hashState(vault, event) !== 'SOUND') break;
    sound.push(event);
    end = { position: event.position, hash: hexOf(event.hash) };
  }
  return { sound, open: openStatements(sound) };
}

/** The places between these events that refused requests had, which were dropped before. */
async function droppedRefusals(
  rows: Rows,
  vault: Vault,
  events: readonly Sealed[],
): Promise<readonly bigint[]> {
  const [first, last] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) return [];
  const drops = await rows<Sealed>(sql`
    select ${sealedColumns} from audit_events e
    where e.action = 'REFUSALS_DROPPED' and e.position >= ${first.position}
      and (e.after ->> 'firstPosition')::bigint <= ${last.position}`);
  return drops
    .filter((drop) => drop.writer !== null && hashState(vault, drop) === 'SOUND')
    .flatMap(({ before }) => positionsOf(before ?? '').map(({ position }) => position));
}

function openStatements(events: readonly Sealed[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { writer, number, parts } of events)
    if (writer !== null && parts !== null && parts > 1) {
      const name = `${writer} ${number}`;
      const left = (counts.get(name) ?? parts) - 1;
      if (left > 0) counts.set(name, left);
      else counts.delete(name);
    }
  return [...counts.keys()];
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
