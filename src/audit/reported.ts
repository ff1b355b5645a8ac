import { isJsonObject } from '../input/json.ts';
import { placesOf } from './dropped.ts';
import type { EventRow } from './event-text.ts';
import type { Finding } from './findings.ts';

/** What events of the log say about the log itself. They are signed: only the service writes them. */
export type Reported = {
  readonly add: (event: EventRow & { readonly position: bigint | null }) => void;
  readonly findings: () => readonly Finding[];
  /** Places of the chain whose events were dropped. */
  readonly dropped: () => readonly bigint[];
  /** How many processes ended without completing their events. */
  readonly ended: () => number;
  /** Processes whose checkpoint was taken away, as the log says. */
  readonly gone: () => ReadonlySet<string>;
};

const KINDS = {
  EVENTS_SET_ASIDE: 'SET_ASIDE',
  EVENTS_MISSING: 'REMOVED',
  CHECKPOINT_ALTERED: 'CHECKPOINT_ALTERED',
} as const;

export function reportedEvents(): Reported {
  const findings: Finding[] = [];
  const dropped: bigint[] = [];
  const gone = new Set<string>();
  let ended = 0;
  return {
    add: ({ action, position, before, after, writer }) => {
      if (writer === null) return;
      const said = readObject(after);
      if (isReport(action)) findings.push({ kind: KINDS[action], position, ...readReport(said) });
      if (action === 'CHECKPOINT_ALTERED' || action === 'WRITER_ENDED')
        gone.add(String(said['writer']));
      if (action === 'WRITER_ENDED') ended += 1;
      if (action === 'REFUSALS_DROPPED')
        for (const place of placesOf(String(readObject(before)['places'] ?? '')))
          dropped.push(place.position);
    },
    findings: () => findings,
    dropped: () => dropped,
    ended: () => ended,
    gone: () => gone,
  };
}

function isReport(action: string): action is keyof typeof KINDS {
  return Object.hasOwn(KINDS, action);
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
