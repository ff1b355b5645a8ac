import type { Rows } from '../../data/database.ts';
import {
  isCheckpointProven,
  readCheckpoints,
  type StoredCheckpoint,
} from '../../security/audit/checkpoint.ts';
import type { EventRow } from '../../security/audit/event-text.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import type { DroppedPrefix } from './dropped-prefix.ts';
import type { AuditFinding } from './findings.ts';

/** The newest event of a process. */
type Newest = { readonly number: bigint; readonly at: number };

/** What the events tell of the processes that wrote them. */
type WritersSeen = {
  readonly add: (event: EventRow & { readonly position: bigint | null }) => void;
  readonly newest: () => ReadonlyMap<string, Newest>;
  /** Statements of which some events are not there, and were not dropped with the beginning. */
  readonly incomplete: (prefix: DroppedPrefix) => readonly AuditFinding[];
};

type Statement = { count: number; readonly parts: number; readonly position: bigint | null };

function isDropped(name: string, { position }: Statement, prefix: DroppedPrefix): boolean {
  return (position !== null && position <= prefix.through) || prefix.open.includes(name);
}

export function writersSeen(): WritersSeen {
  const newest = new Map<string, Newest>();
  const open = new Map<string, Statement>();

  function count({ writer, number, parts, position }: Parameters<WritersSeen['add']>[0]): void {
    const name = `${writer} ${number}`;
    const statement = open.get(name) ?? { count: 0, parts: parts ?? 1, position };
    statement.count += 1;
    if (statement.count < statement.parts) open.set(name, statement);
    else open.delete(name);
  }

  return {
    add: (event) => {
      const { writer, number, parts, action, at } = event;
      if (writer === null || number === null) return;
      const known = newest.get(writer);
      if (known === undefined || number > known.number)
        newest.set(writer, { number, at: Number(at) });
      // Of refused requests that were written together, some may be dropped before others.
      if (parts !== null && parts > 1 && action !== 'REQUEST_REFUSED') count(event);
    },
    newest: () => newest,
    incomplete: (prefix) =>
      [...open]
        .filter(([name, statement]) => !isDropped(name, statement, prefix))
        .map(([, statement]) => ({ kind: 'INCOMPLETE', ...statement })),
  };
}

type Options = {
  readonly writers: WritersSeen;
  readonly now: Date;
  /** Those of which the log itself says that they are gone. */
  readonly gone: ReadonlySet<string>;
  readonly prefix: DroppedPrefix;
};

/** A process writes its checkpoint within a minute of its event, in the worst case. */
const LAG_MS = 120_000;
/** What ended in order is forgotten after thirty days. */
const KEPT_MS = 7 * 86_400_000;
/** A process is heard of once a minute at least. */
const SILENCE_SECONDS = 120;

/** What processes keep about their events, compared with the events. */
export async function checkWriters(
  rows: Rows,
  vault: Vault,
  { writers, now, gone, prefix }: Options,
): Promise<{ readonly findings: readonly AuditFinding[]; readonly silent: number }> {
  const stored = await readCheckpoints(rows);
  const known = new Set(stored.map(({ id }) => id));
  const newest = writers.newest();
  const findings: AuditFinding[] = [];
  for (const checkpoint of stored) {
    const what = problemOf(vault, checkpoint, newest.get(checkpoint.id));
    if (what !== null)
      findings.push({ kind: 'CHECKPOINT', position: null, writer: checkpoint.id, what });
  }
  for (const [writer, { at }] of newest)
    if (!known.has(writer) && !gone.has(writer) && Number(now) - at < KEPT_MS)
      findings.push({ kind: 'CHECKPOINT', position: null, writer, what: 'GONE' });
  const silent = stored.filter(({ isClosed, silence }) => !isClosed && silence > SILENCE_SECONDS);
  return { findings: [...findings, ...writers.incomplete(prefix)], silent: silent.length };
}

function problemOf(
  vault: Vault,
  checkpoint: StoredCheckpoint,
  newest: Newest | undefined,
): 'ALTERED' | 'OLD' | null {
  // Its key was lost with a pepper: nobody can tell any more.
  if (checkpoint.keyId < vault.keyId && !vault.keyIds.includes(checkpoint.keyId)) return null;
  if (!isCheckpointProven(vault, checkpoint)) return 'ALTERED';
  const isBehind =
    newest !== undefined &&
    newest.number > checkpoint.through &&
    newest.at - Number(checkpoint.at) > LAG_MS;
  return isBehind ? 'OLD' : null;
}

/** Whether another process may know more about its last second than is in the database. */
export async function isAnotherWriting(rows: Rows, self: string): Promise<boolean> {
  const stored = await readCheckpoints(rows);
  return stored.some(
    ({ id, isClosed, silence }) => id !== self && !isClosed && silence < SILENCE_SECONDS,
  );
}
