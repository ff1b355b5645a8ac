import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { type EventRow, eventColumns, textOf } from './event-text.ts';

/** One thing that is not as it was written. */
export type Finding =
  /** The event in this place says something else than when it was sealed. */
  | { readonly kind: 'CHANGED' | 'UNCHECKABLE'; readonly position: bigint; readonly id: bigint }
  /** The event in this place belongs in another. */
  | {
      readonly kind: 'MOVED';
      readonly position: bigint;
      readonly id: bigint;
      readonly from: bigint;
    }
  /** No event is left in these places, both included. */
  | { readonly kind: 'MISSING'; readonly position: bigint; readonly through: bigint };

export type Verdict = {
  readonly events: number;
  readonly findings: readonly Finding[];
  /** The end of the chain. Noted elsewhere, it proves later that nothing was cut off or written anew. */
  readonly head: Head;
};

export type Head = { readonly position: bigint; readonly hash: string };

type Sealed = EventRow & {
  readonly position: bigint;
  readonly previous: Uint8Array;
  readonly hash: Uint8Array;
  readonly keyId: number;
};

type End = { readonly position: bigint; readonly hash: Uint8Array };

const PAGE = 5_000;
const START: End = { position: 0n, hash: new Uint8Array() };

/** Reads the whole trail and tells what was altered, removed or put elsewhere, and where. */
export async function verifyTrail(app: App): Promise<Verdict> {
  await app.sealer.sealAll();
  const findings: Finding[] = [];
  const changed: Sealed[] = [];
  let end = START;
  let isEndSound = true;
  let events = 0;
  for await (const event of readTrail(app)) {
    findings.push(...missing(end.position + 1n, event.position - 1n));
    const expected = app.vault.mac(event.keyId, textOf(event));
    const fits = expected !== null && same(expected, event.hash);
    // Whoever follows a row that was touched is not to blame for the link.
    const follows =
      !isEndSound || end.position !== event.position - 1n || same(event.previous, end.hash);
    if (expected === null) findings.push(found('UNCHECKABLE', event));
    else if (!(fits && follows)) changed.push(event);
    isEndSound = fits;
    end = event;
    events += 1;
  }
  const head = await readHead(app);
  findings.push(
    ...missing(end.position + 1n, head.position),
    ...changed.map(movedOrChanged(app, changed)),
  );
  findings.sort((one, other) => Number(one.position - other.position));
  return { events, findings, head: { position: head.position, hash: hexOf(head.hash) } };
}

/** Whether the event in this place has this hash: an end that was noted earlier is still there. */
export async function isInTrail({ db }: App, { position, hash }: Head): Promise<boolean> {
  if (position === 0n) return true;
  const [event] = await db.rows<{ hash: Uint8Array | null }>(
    sql`select hash from audit_events where position = ${position}`,
  );
  return event?.hash != null && hexOf(event.hash) === hash;
}

async function* readTrail(app: App): AsyncGenerator<Sealed> {
  let after = 0n;
  for (;;) {
    const page = await app.db.rows<Sealed>(sql`
      select ${eventColumns}, e.position, e.previous, e.hash, e.key_id as "keyId"
      from audit_events e where e.position > ${after} order by e.position limit ${PAGE}`);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

async function readHead({ db }: App): Promise<End> {
  const [head] = await db.rows<End>(sql`select position, hash from audit_heads where id = 1`);
  return head ?? START;
}

function found(kind: 'CHANGED' | 'UNCHECKABLE', { position, id }: Sealed): Finding {
  return { kind, position, id };
}

function missing(position: bigint, through: bigint): Finding[] {
  return position > through ? [] : [{ kind: 'MISSING', position, through }];
}

/** A row that fits its own hash in the place of another was moved, not altered. */
function movedOrChanged({ vault }: App, changed: readonly Sealed[]) {
  return (event: Sealed): Finding => {
    const origin = changed.find(({ position }) => {
      if (position === event.position) return false;
      const there = vault.mac(event.keyId, textOf({ ...event, position }));
      return there !== null && same(there, event.hash);
    });
    return origin === undefined
      ? found('CHANGED', event)
      : { kind: 'MOVED', position: event.position, id: event.id, from: origin.position };
  };
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
