import pg from 'pg';
import { onOneLine } from '../../core/input/trim.ts';
import { StartError } from '../../core/start-error.ts';
import type { Migration } from './migration-files.ts';

const LOCK_NOT_AVAILABLE = '55P03';

const OTHERS_TABLES =
  'The database already holds tables of another program: set DATABASE_URL to an empty one.';
const NO_RIGHT =
  'Grant the role in DATABASE_URL the right to create tables in its schema, or migrate with a role that has it.';
const BUSY = 'Another session locks a table that it needs: end that session and start again.';

const REMEDIES: Readonly<Record<string, string>> = {
  '42P07': OTHERS_TABLES,
  '42710': OTHERS_TABLES,
  '42501': NO_RIGHT,
  [LOCK_NOT_AVAILABLE]: BUSY,
  '53100': 'The database’s disk is full: free some space and start again.',
};

export function sqlStateOf(error: unknown): string | null {
  return error instanceof pg.DatabaseError ? (error.code ?? null) : null;
}

/** One line: which migration, what the database said, what is left of it, and what to do. */
export function explainMigrationError(migration: Migration, error: unknown): StartError {
  const state = sqlStateOf(error);
  // 57P01 to 57P03: the server was stopped. Without a state, the connection broke.
  const isLost = state === null || state.startsWith('57P');
  return new StartError(isLost ? lost(migration, error) : refused(migration, error, state), {
    cause: error,
  });
}

/** Unlike a migration, what prepares it keeps what it has done. */
export function explainStepError({ name }: Migration, error: unknown): StartError {
  const remedy = REMEDIES[sqlStateOf(error) ?? ''] ?? 'Fix the cause and start again.';
  return new StartError(
    `The database could not be prepared for migration ${name}: it says "${lineOf(error)}". ` +
      `Completed work is kept, and the next start continues there. ${remedy}`,
    { cause: error },
  );
}

/** Whether a commit under way took effect cannot be known; its row tells the next start. */
function lost({ name }: Migration, error: unknown): string {
  return (
    `The connection to the database was lost during migration ${name} (${lineOf(error)}). A ` +
    'migration is applied completely or not at all: start again to apply what is missing.'
  );
}

function refused({ name, sql }: Migration, error: unknown, state: string): string {
  const place = placeOf(sql, error);
  const remedy = REMEDIES[state] ?? 'Fix the cause and start again.';
  return (
    `Migration ${name} failed${place}: the database says "${lineOf(error)}" (${state}). It ` +
    `was rolled back. ${remedy}`
  );
}

function placeOf(sql: string, error: unknown): string {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN;
  // The database counts characters, not code units, and from 1.
  if (!(position > 0)) return '';
  return ` in line ${[...sql].slice(0, position).join('').split('\n').length}`;
}

function lineOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return onOneLine(text);
}
