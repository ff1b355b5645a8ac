import { InvalidInputError, UnavailableError } from '../errors.ts';
import { zoneIssue } from '../period/range.ts';

type DatabaseFault = { readonly code?: unknown; readonly message?: unknown };

/** A SQLSTATE, or the system's own code. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as DatabaseFault;
  return typeof code === 'string' ? code : '';
}

export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === '23505';
}

/** Whether the database said it itself, so that the connection is as good as before. */
export function isFromServer(error: unknown): boolean {
  const { severity } = (error ?? {}) as { readonly severity?: unknown };
  return severity === 'ERROR';
}

/** What one row can cause: bad data, a constraint, or a trigger that raises. */
const BAD_DATA = /^(22...|23...|P0...)$/;

/** Whether it is the data's fault, so that the same statement without them would go through. */
export function isDataError(error: unknown): boolean {
  return BAD_DATA.test(codeOf(error));
}

/** Two transactions stood in each other's way, and this one was given up. */
export function isDeadlock(error: unknown): boolean {
  return ['40001', '40P01'].includes(codeOf(error));
}

/** A row was locked for longer than `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

/** Bad data, a constraint, a trigger, a deadlock, a wait that was too long. */
const UNDONE = /^(22...|23...|P0...|40001|40P01|55P03|57014)$/;

/** Whether it is certain that nothing of the statement is in the database: after a lost connection it is not. */
export function isUndone(error: unknown): boolean {
  return UNDONE.test(codeOf(error));
}

/** Bad data, constraints, checks of views, limits of a row or an index, triggers. */
const REFUSED_CONTENT = /^(22...|23...|44...|54...|P0...)$/;

/** Whether a statement failed for what is in it, so that the same rows would fail again. */
export function isRefusedContent(error: unknown): boolean {
  return REFUSED_CONTENT.test(codeOf(error));
}

/**
 * Connection failures, shutdown, too many connections, statement timeouts, a full disk; a server that
 * lets us in no longer, or became a read-only standby.
 */
const AWAY =
  /^(08...|25006|28...|3D000|57P0[1-5]|57014|53...|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|P1001|P1002|P1008|P1017|P2024)$/;
const UNKNOWN_ZONE = /^time zone ".*" not recognized$/;
const AWAY_MESSAGE =
  /timeout exceeded when trying to connect|Query read timeout|Connection terminated|Client has encountered a connection error|The database does not answer|Cannot use a pool after calling end/;

/**
 * Tells what a caller can do something about from a bug: the database is away, or does not know a time
 * zone that the rest of the world knows. Anything else is handed back unchanged.
 */
export function asExpected(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (UNKNOWN_ZONE.test(error.message)) return new InvalidInputError([zoneIssue()]);
  if (!AWAY.test(codeOf(error)) && !AWAY_MESSAGE.test(error.message)) return error;
  return databaseAway(error);
}

export function databaseAway(cause: unknown): UnavailableError {
  return new UnavailableError('The database does not answer. Try again shortly.', { cause });
}
