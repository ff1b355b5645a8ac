import sql from 'sql-template-tag';
import type { PlainDatabase, Rows } from '../database/database.ts';
import type { Vault } from '../vault/data-keys.ts';
import { type EventRow, eventColumns, textOf } from './event-text.ts';

const LOCK = 7_270_736_910;
const MOST_AT_ONCE = 1_000;
const SWEEP_MS = 10_000;

type Head = { readonly position: bigint; readonly hash: Uint8Array };

export type Sealer = {
  /** Says that something was written that has to be sealed. */
  readonly wrote: () => void;
  /** Seals what this process wrote, and now and then what others left behind. */
  readonly work: () => Promise<void>;
  /** Seals everything there is. */
  readonly sealAll: () => Promise<void>;
};

/**
 * Gives each event that has none its place in the chain, and a keyed hash over itself and the one
 * before it. Not in the statement that writes the event: all changes would have to wait for one
 * another. One process at a time does it; the others leave it at that.
 */
export function trailSealer(db: PlainDatabase, vault: Vault): Sealer {
  let isDue = true;
  let sweptAt = Number.NEGATIVE_INFINITY;

  async function sealAll(): Promise<void> {
    while (await db.transaction((rows) => sealSome(rows, vault)));
  }

  return {
    wrote: () => {
      isDue = true;
    },
    work: async () => {
      const now = performance.now();
      if (!isDue && now - sweptAt < SWEEP_MS) return;
      isDue = false;
      sweptAt = now;
      await sealAll();
    },
    sealAll,
  };
}

/** @returns whether there is more */
async function sealSome(rows: Rows, vault: Vault): Promise<boolean> {
  const [lock] = await rows<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(${LOCK}) as free`,
  );
  if (lock?.free !== true) return false;
  const events = await rows<EventRow>(sql`
    select ${eventColumns} from audit_events e where e.position is null order by e.id limit ${MOST_AT_ONCE}`);
  if (events.length > 0) await chain(rows, vault, events);
  return events.length === MOST_AT_ONCE;
}

async function chain(rows: Rows, vault: Vault, events: readonly EventRow[]): Promise<void> {
  let head = await headOf(rows);
  const links = events.map((event) => {
    const position = head.position + 1n;
    const previous = head.hash;
    const hash = vault.mac(vault.keyId, textOf({ ...event, position, previous }));
    if (hash === null) throw new Error('the key in use is not open');
    head = { position, hash };
    return { id: event.id, position, previous, hash };
  });
  await rows(sql`
    update audit_events e set position = l.position, previous = l.previous, hash = l.hash,
      key_id = ${vault.keyId}::smallint
    from unnest(${links.map(({ id }) => id)}::bigint[], ${links.map(({ position }) => position)}::bigint[],
      ${links.map(({ previous }) => previous)}::bytea[], ${links.map(({ hash }) => hash)}::bytea[])
      as l(id, position, previous, hash)
    where e.id = l.id`);
  await rows(sql`
    insert into audit_heads (id, position, hash) values (1, ${head.position}, ${head.hash})
    on conflict (id) do update set position = excluded.position, hash = excluded.hash`);
}

async function headOf(rows: Rows): Promise<Head> {
  const [head] = await rows<Head>(sql`select position, hash from audit_heads where id = 1`);
  return head ?? { position: 0n, hash: new Uint8Array() };
}
