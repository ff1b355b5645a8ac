import type { Logger } from 'pino';
import { onceEach } from '../../core/once-each.ts';
import type { Rows } from '../../data/database.ts';
import { type MadeByMigrations, missingFrom } from '../../data/migrations/expected-objects.ts';
import { listMissing, missingObjects } from '../../data/migrations/expected-tables.ts';

export type SchemaWatch = {
  /** What is missing or disabled of tables, columns, rights, functions, triggers and constraints; null if none is. Looks every few seconds at most. */
  readonly problem: () => Promise<string | null>;
  /** A statement failed because something seems to be missing. */
  readonly suspect: (error: unknown) => void;
};

type Options = {
  readonly rows: Rows;
  readonly made: MadeByMigrations;
  readonly log: Logger;
};

const LOOK_MS = 5_000;
/** The same while something is missing, or seems to be. */
const SUSPICIOUS_LOOK_MS = 1_000;

/** Finds out, apart from requests, whether the database has what the statements of this program need. */
export function watchSchema({ rows, made, log }: Options): SchemaWatch {
  const complainOf = onceEach(
    log,
    'a statement failed as if a part of the database were missing, and none is',
  );
  // A plain index changes no answer, and a later version may replace one while this process still runs.
  const needed = made.objects.filter((what) => !what.startsWith('index '));
  let missing: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let suspected: unknown = null;
  let looking: Promise<void> | null = null;
  let isPlanned = false;

  async function look(): Promise<void> {
    const error = suspected;
    const found = [
      ...(await missingObjects(rows, made.tables)),
      ...(await missingFrom(rows, needed)),
    ];
    lookedAt = performance.now();
    if (suspected === error) suspected = null;
    note(found.length === 0 ? null : listMissing(found));
    if (error instanceof Error && missing === null) complainOf(error.message, { err: error });
  }

  function note(now: string | null): void {
    if (now !== null && now !== missing)
      log.error(
        { missing: now },
        'the database is incomplete; requests that need more are refused, and figures may miss changes',
      );
    if (now === null && missing !== null) log.warn('the database is complete again');
    missing = now;
  }

  function lookOnce(): Promise<void> {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  }

  function untilDue(): number {
    const isSuspicious = missing !== null || suspected !== null;
    return lookedAt + (isSuspicious ? SUSPICIOUS_LOOK_MS : LOOK_MS) - performance.now();
  }

  return {
    problem: async () => {
      if (untilDue() <= 0) await lookOnce();
      return missing;
    },
    suspect: (error) => {
      suspected = error;
      if (isPlanned) return;
      isPlanned = true;
      const lookSoon = () => {
        isPlanned = false;
        // While the database is away, nothing can be said of it.
        lookOnce().catch(() => {});
      };
      setTimeout(lookSoon, Math.max(0, untilDue())).unref();
    },
  };
}
