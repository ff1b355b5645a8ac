import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { App } from '../core/app.ts';
import { exportAuditLog } from '../domain/audit/export.ts';
import type { AuditFinding } from '../domain/audit/findings.ts';
import { resumeAuditLog } from '../domain/audit/resume.ts';
import {
  type AuditVerdict,
  findInAuditLog,
  type Head,
  verifyAuditLog,
} from '../domain/audit/verify.ts';
import { isAnotherWriting } from '../domain/audit/writers-check.ts';
import { onHost } from '../security/callers/caller.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

// Reads the whole audit log and reports what was altered, removed or moved, prints it, or continues it:
// latchkey audit verify [--head 123:9f…] | export [--after 123] | accept

const USAGE =
  'Usage: latchkey audit verify [--head POSITION:HASH, as an earlier run printed it], latchkey audit export [--after POSITION], or latchkey audit accept';

type Order =
  | { readonly command: 'verify'; readonly head: Head | null }
  | { readonly command: 'export'; readonly after: bigint }
  | { readonly command: 'accept' };

function readOrder(args: readonly string[]): Order {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { head: { type: 'string' }, after: { type: 'string' } },
      allowPositionals: true,
    });
    const order = orderOf(positionals.join(' '), values);
    if (order !== null) return order;
  } catch {
    // An option that there is not: the same remedy.
  }
  throw new UsageError(USAGE);
}

type Given = { readonly head?: string; readonly after?: string };

function orderOf(command: string, { head, after }: Given): Order | null {
  if (command === 'export' && head === undefined && /^\d{1,18}$/.test(after ?? '0'))
    return { command, after: BigInt(after ?? 0) };
  if (after !== undefined) return null;
  if (command === 'accept' && head === undefined) return { command };
  if (command !== 'verify') return null;
  if (head === undefined) return { command, head: null };
  const [, position, hash] = /^(\d{1,18}):([0-9a-f]{64})$/.exec(head) ?? [];
  if (position === undefined || hash === undefined) return null;
  return { command, head: { position: BigInt(position), hash } };
}

function textOf(finding: AuditFinding): string {
  switch (finding.kind) {
    case 'CHANGED':
      return `event ${finding.position} was altered`;
    case 'UNCHECKABLE':
      return `event ${finding.position} cannot be checked: its key is lost`;
    case 'LATE':
      return `event ${finding.position} had lost its seal, or appeared late: it is older than events sealed before it`;
    case 'UNSIGNED':
      return `event ${finding.position} has no signature of this service (INSERTED, or written by an older version)`;
    case 'FORGED':
      return 'an unsealed event was not written by this service, or was changed (FORGED)';
    case 'MOVED':
      return `event ${finding.position} was moved here from position ${finding.from}`;
    case 'MISSING':
      return finding.through === finding.position
        ? `event ${finding.position} was removed`
        : `events ${finding.position} to ${finding.through} were removed`;
    case 'UNLINKED':
      return `event ${finding.position} does not follow the beginning that was dropped under AUDIT_RETENTION_DAYS`;
    case 'END':
      return `the head recorded in the database, position ${finding.position}, was not written by this service, or does not match the audit log`;
    case 'MARK':
      return 'the marker for accepted unsigned events (audit_marks) was altered or removed';
    case 'SET_ASIDE':
      return `${finding.count} rows were FORGED or INSERTED, or altered before they were sealed, and were set aside: ${namesOf(finding)} (${reportOf(finding)})`;
    case 'REMOVED':
      return `the events of ${finding.count} statements were REMOVED, or altered, before they were sealed: statements ${namesOf(finding)} of process ${finding.writer} (${reportOf(finding)})`;
    case 'CHECKPOINT_ALTERED':
      return `the checkpoint of process ${finding.writer} (audit_writers) was altered or removed (${reportOf(finding)})`;
    case 'INCOMPLETE':
      return `only ${finding.count} of the ${finding.parts} events of one statement are left, the first at position ${finding.position}`;
    case 'CHECKPOINT':
      return `the checkpoint of process ${finding.writer} (audit_writers) ${CHECKPOINT_TEXTS[finding.what]}`;
  }
}

const CHECKPOINT_TEXTS = {
  ALTERED: 'was altered',
  OLD: 'is older than its events: it was set back',
  GONE: 'was removed',
};

type Report = Extract<AuditFinding, { readonly count: number; readonly named: readonly number[] }>;

function namesOf({ named, count }: Report): string {
  return `${named.join(', ')}${count > named.length ? ', …' : ''}`;
}

function reportOf({ position }: Report): string {
  return position === null ? 'reported by an unsealed event' : `reported by event ${position}`;
}

type FoundHead = Awaited<ReturnType<typeof findInAuditLog>>;

function report(verdict: AuditVerdict, known: FoundHead): string {
  const { events, findings, head } = verdict;
  const lines = findings.map((finding) => {
    const row = 'id' in finding ? ` (row ${finding.id})` : '';
    return `  ${textOf(finding)}${row}`;
  });
  if (known === 'MISSING')
    lines.push('  the recorded head is not in this audit log: the log was rewritten');
  const state =
    lines.length === 0
      ? 'The audit log is intact'
      : `The audit log is NOT intact:\n${lines.join('\n')}`;
  return `${state}\n${events} events. Its head is ${head.position}:${head.hash}. Save it elsewhere and pass it with --head
next time, to detect a log that was truncated or rewritten from the start.\n${notesOf(verdict, known)}`;
}

function notesOf({ dropped, prefix, endedWriters }: AuditVerdict, known: FoundHead): string {
  const notes = [
    ...(prefix.events > 0
      ? [
          `${prefix.events} events up to position ${prefix.through} were dropped under AUDIT_RETENTION_DAYS. The rest continues from the hash of the last of them.`,
        ]
      : []),
    ...(known === 'DROPPED'
      ? ['The event of the recorded head was dropped with them: save the head above.']
      : []),
    ...(dropped > 0
      ? [`${dropped} more events, refused requests, were dropped under AUDIT_REFUSALS_DAYS.`]
      : []),
    ...(endedWriters > 0
      ? [
          `Unaccounted: ${endedWriters} processes ended without completing their events (for ` +
            'example, killed). The events they wrote in their last two seconds are checked if ' +
            'present; if some were removed, nothing shows it.',
        ]
      : []),
  ];
  return notes.map((note) => `${note}\n`).join('');
}

const OTHERS_MS = 1_200;

async function verify(app: App, head: Head | null): Promise<number> {
  // A service that runs at the same time finds within a second what was removed of its events.
  if (await isAnotherWriting(app.db.rows, app.sealer.writer)) await pause(OTHERS_MS);
  const verdict = await verifyAuditLog(app);
  const known = head === null ? 'FOUND' : await findInAuditLog(app, head);
  process.stdout.write(report(verdict, known));
  return verdict.findings.length === 0 && known !== 'MISSING' ? 0 : 1;
}

async function accept(app: App): Promise<number> {
  const { findings } = await verifyAuditLog(app);
  if (!findings.some(({ kind }) => kind === 'END' || kind === 'MARK')) {
    process.stdout.write('Nothing to accept: this service wrote the head of the audit log.\n');
    return 0;
  }
  const position = await resumeAuditLog(app, onHost('latchkey audit'));
  process.stdout.write(
    `The audit log continues from event ${position}, and an event records this. Restart every process of the service.\n`,
  );
  return 0;
}

/** A line of JSON for each sealed event. */
async function exportEvents(app: App, after: bigint): Promise<number> {
  await app.sealer.sealAll();
  return await app.db.transaction(async (rows) => {
    await pipeline(Readable.from(exportAuditLog(rows, after)), process.stdout, { end: false });
    return 0;
  }, 'isolation level repeatable read read only');
}

function run(app: App, order: Order): Promise<number> {
  if (order.command === 'verify') return verify(app, order.head);
  return order.command === 'export' ? exportEvents(app, order.after) : accept(app);
}

/** Ends with 1 when something was tampered with. */
export async function auditCommand(args: readonly string[]): Promise<number> {
  const order = readOrder(args);
  return await withApp((app) => run(app, order));
}
