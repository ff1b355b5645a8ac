import { UnavailableError } from '../../core/errors.ts';
import type { Notices } from '../../core/notices.ts';
import type { Breaker } from '../../data/connection/breaker.ts';
import type { Rows } from '../../data/database.ts';
import { asExpected, isIncomplete, reasonOf } from '../../data/errors.ts';
import { pendingMigrations } from '../../data/migrations/migrate.ts';
import type { SchemaWatch } from './schema-watch.ts';

/** One entry per check; `ok` or what is wrong. */
type ReadinessReport = {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
};

declare module '../../core/app.ts' {
  interface App {
    /** Whether the database answers and has all migrations. */
    readonly isReady: () => Promise<ReadinessReport>;
  }
}

type Look = () => Promise<ReadinessReport>;
type DatabaseState = Pick<Breaker, 'awayFor' | 'lackFor' | 'isReadOnly' | 'rows'>;

type Checked = {
  readonly migrations: readonly string[];
  readonly schema: Pick<SchemaWatch, 'problem'>;
  readonly notices: () => Notices;
};

/**
 * Says whether traffic may come: the database answers, takes writes, and has every migration of this
 * program, and what these made. It needs none of the connections that requests use, unless they have none.
 * Who asks while somebody else does shares the answer.
 */
export function readiness(breaker: DatabaseState, checked: Checked): Look {
  return shared(async () => {
    const { ready, checks } = await lookAtDatabase(breaker, checked);
    const noticed = Object.entries(checked.notices()).map(
      ([name, look]) => [name, look()] as const,
    );
    return { ready, checks: { ...checks, ...Object.fromEntries(noticed) } };
  });
}

async function lookAtDatabase(
  { awayFor, lackFor, isReadOnly, rows }: DatabaseState,
  { migrations: names, schema: { problem } }: Checked,
): Promise<ReadinessReport> {
  const reason = await awayFor();
  if (reason !== null) return unknown(`does not respond: ${reason}`);
  const lack = await lackFor();
  if (lack !== null) return unknown(`no connection: ${lack}`);
  try {
    const migrations = await stateOfMigrations(rows, names);
    const missing = await problem();
    const schema = missing === null ? 'ok' : `missing: ${missing}`;
    const database = isReadOnly() ? 'read-only' : 'ok';
    // What is missing is missing for all processes: to take them out would end what still works.
    const ready = database === 'ok' && migrations === 'ok';
    return { ready, checks: { database, migrations, schema } };
  } catch (error) {
    if (!(asExpected(error) instanceof UnavailableError)) throw error;
    return unknown(`does not respond: ${reasonOf(error)}`);
  }
}

async function stateOfMigrations(rows: Rows, names: readonly string[]): Promise<string> {
  try {
    const pending = await pendingMigrations(rows, names);
    return pending.length === 0 ? 'ok' : `not applied: ${pending.join(', ')}`;
  } catch (error) {
    if (!isIncomplete(error)) throw error;
    return `cannot be read: ${reasonOf(error)}`;
  }
}

function unknown(database: string): ReadinessReport {
  return { ready: false, checks: { database, migrations: 'unknown', schema: 'unknown' } };
}

function shared(look: Look): Look {
  let running: ReturnType<Look> | null = null;
  return () => {
    running ??= look().finally(() => {
      running = null;
    });
    return running;
  };
}
