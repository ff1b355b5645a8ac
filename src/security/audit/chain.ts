import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../vault/data-keys.ts';
import { type EventRow, eventColumns, textOf } from './event-text.ts';
import { type ChainHead, writeHead } from './head.ts';

/** Requests wait while their hashes are made: some milliseconds. */
export const MOST_AT_ONCE = 250;

/** The next that have no place in the chain. */
export function readUnsealed(rows: Rows): Promise<EventRow[]> {
  return rows<EventRow>(sql`
    select ${eventColumns} from audit_events e where e.position is null order by e.id limit ${MOST_AT_ONCE}`);
}

type Batch = { readonly head: ChainHead; readonly events: readonly EventRow[] };

/** Gives events their places after the end, and moves the end. */
export async function chain(rows: Rows, vault: Vault, { head, events }: Batch): Promise<ChainHead> {
  let end = head;
  const links = events.map((event) => {
    const position = end.position + 1n;
    const previous = end.hash;
    const hash = vault.mac(vault.keyId, 'event', textOf({ ...event, position, previous }));
    if (hash === null) throw new Error('the key in use is not open');
    end = { position, hash };
    return { id: event.id, position, previous, hash };
  });
  await rows(sql`
    update audit_events e set position = l.position, previous = l.previous, hash = l.hash,
      key_id = ${vault.keyId}::smallint
    from unnest(${links.map(({ id }) => id)}::bigint[], ${links.map(({ position }) => position)}::bigint[],
      ${links.map(({ previous }) => previous)}::bytea[], ${links.map(({ hash }) => hash)}::bytea[])
      as l(id, position, previous, hash)
    where e.id = l.id`);
  await writeHead(rows, vault, end);
  return end;
}

/** Seals everything as it stands, signed or not: what is there before signatures are asked for. */
export async function chainAll(rows: Rows, vault: Vault, from: ChainHead): Promise<ChainHead> {
  let end = from;
  for (;;) {
    const events = await readUnsealed(rows);
    if (events.length === 0) return end;
    end = await chain(rows, vault, { head: end, events });
  }
}
