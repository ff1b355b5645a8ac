import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { erasedMac } from '../../security/audit/erased-mac.ts';
import { type EventRow, eventColumns, textOf } from '../../security/audit/event-text.ts';
import { type ChainHead, EMPTY_HEAD } from '../../security/audit/head.ts';
import { BEFORE_ALL, type EventTime, isLateEvent } from '../../security/audit/late-events.ts';
import { isGenuine } from '../../security/audit/signature.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { type AuditFinding, found, movedOrChanged, type Sealed, same } from './findings.ts';

const PAGE = 5_000;

export type Walked = {
  /** The last row, and whether it is as it was sealed. */
  readonly end: ChainHead & { readonly isSound: boolean };
  readonly events: number;
  readonly findings: readonly AuditFinding[];
  readonly gaps: readonly { readonly from: bigint; readonly through: bigint }[];
};

type Options = {
  readonly vault: Vault;
  /** Up to where events without a signature are accepted; null when that is not known. */
  readonly mark: bigint | null;
  /** Told of each event that is as it was written. */
  readonly hear: (event: EventRow & { readonly position: bigint | null }) => void;
};

/** Reads what is sealed, in the order of the chain. */
export async function walkChain(rows: Rows, { vault, mark, hear }: Options): Promise<Walked> {
  const findings: AuditFinding[] = [];
  const changed: Sealed[] = [];
  const gaps: { from: bigint; through: bigint }[] = [];
  let end: Walked['end'] = { ...EMPTY_HEAD, isSound: true };
  let newest: EventTime = BEFORE_ALL;
  let events = 0;
  for await (const event of readChain(rows)) {
    const { position, hash } = event;
    if (position > end.position + 1n)
      gaps.push({ from: end.position + 1n, through: position - 1n });
    const state = stateOf(vault, event, end);
    const isSound = state === 'SOUND' || state === 'OUT_OF_LINE';
    if (state === 'CHANGED' || state === 'OUT_OF_LINE') changed.push(event);
    else findings.push(...problemsOf(event, { state, mark, newest }));
    if (isSound) hear(event);
    if (state === 'SOUND' && event.id > newest.id) newest = event;
    end = { position, hash, isSound };
    events += 1;
  }
  return { end, events, gaps, findings: [...findings, ...movedOrChanged(vault, changed)] };
}

type Known = Pick<Options, 'mark'> & {
  readonly state: 'SOUND' | 'UNCHECKABLE';
  readonly newest: EventTime;
};

/** Of an event that says what it said, or of which nobody can tell. */
function problemsOf(event: Sealed, { state, mark, newest }: Known): AuditFinding[] {
  if (state === 'UNCHECKABLE') return [found(state, event)];
  if (event.writer === null && mark !== null && event.position > mark)
    return [found('UNSIGNED', event)];
  return isLateEvent(event, newest) ? [found('LATE', event)] : [];
}

/** Reads what waits to be sealed, which is nothing or little. */
export async function walkUnsealed(
  rows: Rows,
  { vault, hear }: Options,
): Promise<readonly AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for await (const event of readUnsealed(rows)) {
    if (isGenuine(vault, event)) hear({ ...event, position: null });
    else findings.push(found('FORGED', { id: event.id }));
  }
  return findings;
}

type State = 'SOUND' | 'OUT_OF_LINE' | 'CHANGED' | 'UNCHECKABLE';

function stateOf(vault: Vault, event: Sealed, end: Walked['end']): State {
  const state = hashState(vault, event);
  if (state !== 'SOUND') return state;
  // Whoever follows a row that was touched is not to blame for the link.
  const follows =
    !end.isSound || end.position !== event.position - 1n || same(event.previous, end.hash);
  return follows ? 'SOUND' : 'OUT_OF_LINE';
}

/** Whether an event says what it said when it was sealed in this place. */
export function hashState(vault: Pick<Vault, 'mac'>, event: Sealed): Exclude<State, 'OUT_OF_LINE'> {
  const { hash, previous, keyId } = event;
  if (hash === null || previous === null || keyId === null) return 'CHANGED';
  const { erasedMac: proof = null } = event;
  const expected =
    proof === null ? vault.mac(keyId, 'event', textOf(event)) : erasedMac(vault, keyId, event);
  if (expected === null) return 'UNCHECKABLE';
  return same(expected, proof ?? hash) ? 'SOUND' : 'CHANGED';
}

export const sealedColumns = sql`${eventColumns}, e.position, e.previous, e.hash, e.key_id as "keyId",
  e.erased_mac as "erasedMac"`;

export async function* readChain(rows: Rows, begin = 0n): AsyncGenerator<Sealed> {
  yield* paged(
    (after) =>
      rows<Sealed>(sql`
      select ${sealedColumns} from audit_events e
      where e.position > ${after} order by e.position limit ${PAGE}`),
    ({ position }) => position,
    begin,
  );
}

async function* readUnsealed(rows: Rows): AsyncGenerator<EventRow> {
  yield* paged(
    (after) =>
      rows<EventRow>(sql`
      select ${eventColumns} from audit_events e
      where e.position is null and e.id > ${after} order by e.id limit ${PAGE}`),
    ({ id }) => id,
  );
}

async function* paged<Row>(
  read: (after: bigint) => Promise<Row[]>,
  placeOf: (row: Row) => bigint,
  begin = 0n,
): AsyncGenerator<Row> {
  let after = begin;
  for (;;) {
    const page = await read(after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = placeOf(last);
  }
}
