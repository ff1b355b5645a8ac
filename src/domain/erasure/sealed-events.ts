import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Sealed } from '../audit/findings.ts';
import { sealedColumns } from '../audit/walk.ts';

/** So many places of the chain are searched in one statement, whatever is found in them. */
const SEARCHED_AT_ONCE = 20_000n;
/** So many events are in memory at once: each can be large. */
const READ_AT_ONCE = 500;

/** Of the chain: what is after the first place, up to the last one. */
export type ChainPart = { readonly after: bigint; readonly through: bigint };

/** The last place of the chain. What is not sealed yet gets a later one. */
export async function lastPosition(rows: Rows): Promise<bigint> {
  const [last] = await rows<{ readonly position: bigint }>(sql`
    select coalesce(max(e.position), 0) as position from audit_events e where e.position is not null`);
  return last?.position ?? 0n;
}

/**
 * The events `e` of a part of the chain to which a condition applies, a few at a time and in their order.
 * @param more what the condition refers to besides
 */
export async function* sealedEventsWhere(
  rows: Rows,
  { after, through }: ChainPart,
  { condition, more = sql`` }: { readonly condition: Sql; readonly more?: Sql },
): AsyncGenerator<readonly Sealed[]> {
  for (let from = after; from < through; from += SEARCHED_AT_ONCE) {
    const to = from + SEARCHED_AT_ONCE < through ? from + SEARCHED_AT_ONCE : through;
    const found = await rows<{ readonly id: bigint }>(sql`
      select e.id from audit_events e ${more}
      where e.position > ${from} and e.position <= ${to} and ${condition} order by e.position`);
    yield* sealedEvents(
      rows,
      found.map(({ id }) => id),
    );
  }
}

/** Those of these events that are sealed, a few at a time. */
export async function* sealedEvents(
  rows: Rows,
  ids: readonly bigint[],
): AsyncGenerator<readonly Sealed[]> {
  for (let from = 0; from < ids.length; from += READ_AT_ONCE)
    yield await rows<Sealed>(sql`
      select ${sealedColumns} from audit_events e
      where e.id = any(${ids.slice(from, from + READ_AT_ONCE)}::bigint[]) and e.position is not null
      order by e.position`);
}
