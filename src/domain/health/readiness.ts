import { UnavailableError } from '../../core/errors.ts';
import type { Notices } from '../../core/notices.ts';
import type { Breaker } from '../../data/connection/breaker.ts';
import { asExpected, reasonOf } from '../../data/errors.ts';
import { pendingMigrations } from '../../data/migrations/migrate.ts';

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

/**
 * Says whether traffic may come: the database answers, takes writes, and has every migration of this
 * program. It needs none of the connections that requests use, unless they have none. Who asks while somebody else does shares
 * the answer.
 */
export function readiness(
  breaker: DatabaseState,
  migrations: readonly string[],
  notices: () => Notices,
): Look {
  return shared(async () => {
    const { ready, checks } = await lookAtDatabase(breaker, migrations);
    const noticed = Object.entries(notices()).map(([name, look]) => [name, look()] as const);
    return { ready, checks: { ...checks, ...Object.fromEntries(noticed) } };
  });
}

async function lookAtDatabase(
  { awayFor, lackFor, isReadOnly, rows }: DatabaseState,
  migrations: readonly string[],
): Promise<ReadinessReport> {
  const reason = await awayFor();
  if (reason !== null) return unknown(`does not respond: ${reason}`);
  const lack = await lackFor();
  if (lack !== null) return unknown(`no connection: ${lack}`);
  try {
    const pending = await pendingMigrations(rows, migrations);
    const state = pending.length === 0 ? 'ok' : `not applied: ${pending.join(', ')}`;
    const database = isReadOnly() ? 'read-only' : 'ok';
    const ready = pending.length === 0 && database === 'ok';
    return { ready, checks: { database, migrations: state } };
  } catch (error) {
    if (!(asExpected(error) instanceof UnavailableError)) throw error;
    return unknown(`does not respond: ${reasonOf(error)}`);
  }
}

function unknown(database: string): ReadinessReport {
  return { ready: false, checks: { database, migrations: 'unknown' } };
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
