import { isJsonObject } from '../../core/input/json.ts';
import type { EventRow } from '../../security/audit/event-text.ts';
import { positionsOf } from './dropped.ts';
import { type DroppedPrefix, NOTHING_DROPPED, prefixOf } from './dropped-prefix.ts';
import type { AuditFinding } from './findings.ts';

/** What events of the log say about the log itself. They are signed: only the service writes them. */
export type Reported = {
  readonly add: (event: EventRow & { readonly position: bigint | null }) => void;
  readonly findings: () => readonly AuditFinding[];
  /** Places of the chain whose events, refused requests, were dropped. */
  readonly dropped: () => readonly bigint[];
  /** The beginning that was dropped. */
  readonly prefix: () => DroppedPrefix;
  /** How many processes ended without completing their events. */
  readonly ended: () => number;
  /** Processes whose checkpoint was taken away, as the log says. */
  readonly gone: () => ReadonlySet<string>;
};

type ReportKind = 'SET_ASIDE' | 'REMOVED' | 'CHECKPOINT_ALTERED';

export function reportedEvents(): Reported {
  const findings: AuditFinding[] = [];
  const dropped: bigint[] = [];
  const gone = new Set<string>();
  let ended = 0;
  let prefix = NOTHING_DROPPED;
  type Heard = Parameters<Reported['add']>[0];
  type Said = Readonly<Record<string, unknown>>;
  const report = (kind: ReportKind) => (event: Heard, said: Said) => {
    findings.push({ kind, position: event.position, ...readReport(said) });
  };
  const HEARD = {
    EVENTS_SET_ASIDE: report('SET_ASIDE'),
    EVENTS_MISSING: report('REMOVED'),
    CHECKPOINT_ALTERED: (event: Heard, said: Said) => {
      report('CHECKPOINT_ALTERED')(event, said);
      gone.add(String(said['writer']));
    },
    WRITER_ENDED: (_event: Heard, said: Said) => {
      ended += 1;
      gone.add(String(said['writer']));
    },
    REFUSALS_DROPPED: ({ before }: Heard) => {
      for (const { position } of positionsOf(String(readObject(before)['places'])))
        dropped.push(position);
    },
    EVENTS_DROPPED: ({ before }: Heard, said: Said) => {
      const found = prefixOf({ before: readObject(before), after: said });
      // They come in the order of the chain: the last one counts.
      if (found !== null) prefix = found;
    },
  };
  return {
    add: (event) => {
      if (event.writer === null || !Object.hasOwn(HEARD, event.action)) return;
      HEARD[event.action as keyof typeof HEARD](event, readObject(event.after));
    },
    findings: () => findings,
    dropped: () => dropped,
    prefix: () => prefix,
    ended: () => ended,
    gone: () => gone,
  };
}

function readReport(said: Readonly<Record<string, unknown>>) {
  const named = said['rows'] ?? said['statements'];
  return {
    count: Number(said['count'] ?? 1),
    named: Array.isArray(named) ? named.map(Number) : [],
    writer: typeof said['writer'] === 'string' ? said['writer'] : null,
  };
}

function readObject(text: string | null): Readonly<Record<string, unknown>> {
  if (text === null) return {};
  const value: unknown = JSON.parse(text);
  return isJsonObject(value) ? value : {};
}
