import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Rows } from '../database/database.ts';
import type { Vault } from '../vault/data-keys.ts';
import { eventColumns, textOf } from './event-text.ts';
import { type Finding, found, missing, movedOrChanged, type Sealed, same } from './findings.ts';
import { type End, readHead, START, type StoredEnd } from './head.ts';
import { BEFORE_ALL, isLate, type Moment } from './late.ts';

export type Verdict = {
  readonly events: number;
  readonly findings: readonly Finding[];
  /** The end of the chain. Noted elsewhere, it proves later that nothing was cut off or written anew. */
  readonly head: Head;
};

export type Head = { readonly position: bigint; readonly hash: string };

const PAGE = 5_000;

/** Reads the whole trail and tells what was altered, removed or put elsewhere, and where. */
export async function verifyTrail({ db, vault, sealer }: App): Promise<Verdict> {
  await sealer.sealAll();
  return await db.transaction(async (rows) => {
    // As of one moment: a service that runs meanwhile goes on sealing.
    await rows(sql`set transaction isolation level repeatable read, read only`);
    const head = await readHead(rows, vault);
    const { end, events, findings } = await walk(rows, vault);
    const noted = head ?? START;
    const all = [...findings, ...missing(end.position + 1n, noted.position), ...atEnd(head, end)];
    all.sort((one, other) => Number(one.position - other.position));
    return { events, findings: all, head: { position: noted.position, hash: hexOf(noted.hash) } };
  });
}

/** Whether the event in this place has this hash: an end that was noted earlier is still there. */
export async function isInTrail({ db }: App, { position, hash }: Head): Promise<boolean> {
  if (position === 0n) return true;
  const [event] = await db.rows<{ hash: Uint8Array | null }>(
    sql`select hash from audit_events where position = ${position}`,
  );
  return event?.hash != null && hexOf(event.hash) === hash;
}

type Walked = {
  /** The last row, and whether it is as it was sealed. */
  readonly end: End & { readonly isSound: boolean };
  readonly events: number;
  readonly findings: readonly Finding[];
};

async function walk(rows: Rows, vault: Vault): Promise<Walked> {
  const findings: Finding[] = [];
  const changed: Sealed[] = [];
  let end: Walked['end'] = { ...START, isSound: true };
  let newest: Moment = BEFORE_ALL;
  let events = 0;
  for await (const event of readTrail(rows)) {
    findings.push(...missing(end.position + 1n, event.position - 1n));
    const state = stateOf(vault, event, end);
    if (state === 'UNCHECKABLE') findings.push(found(state, event));
    else if (state !== 'SOUND') changed.push(event);
    else if (isLate(event, newest)) findings.push(found('LATE', event));
    if (state === 'SOUND' && event.id > newest.id) newest = event;
    const isSound = state === 'SOUND' || state === 'OUT_OF_LINE';
    end = { position: event.position, hash: event.hash, isSound };
    events += 1;
  }
  return { end, events, findings: [...findings, ...movedOrChanged(vault, changed)] };
}

type State = 'SOUND' | 'OUT_OF_LINE' | 'CHANGED' | 'UNCHECKABLE';

function stateOf(vault: Vault, event: Sealed, end: Walked['end']): State {
  const expected = vault.mac(event.keyId, 'event', textOf(event));
  if (expected === null) return 'UNCHECKABLE';
  if (!same(expected, event.hash)) return 'CHANGED';
  // Whoever follows a row that was touched is not to blame for the link.
  const follows =
    !end.isSound || end.position !== event.position - 1n || same(event.previous, end.hash);
  return follows ? 'SOUND' : 'OUT_OF_LINE';
}

async function* readTrail(rows: Rows): AsyncGenerator<Sealed> {
  let after = 0n;
  for (;;) {
    const page = await rows<Sealed>(sql`
      select ${eventColumns}, e.position, e.previous, e.hash, e.key_id as "keyId"
      from audit_events e where e.position > ${after} order by e.position limit ${PAGE}`);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

function atEnd(head: StoredEnd | null, end: Walked['end']): Finding[] {
  const isTheEnd =
    head !== null &&
    (end.position < head.position ||
      (end.position === head.position && (!end.isSound || same(end.hash, head.hash))));
  return head?.isProven && isTheEnd ? [] : [{ kind: 'END', position: head?.position ?? 0n }];
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
