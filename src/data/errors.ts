import pg from 'pg';
import { UnavailableError } from '../core/errors.ts';

// What an error means is in its code. Its text is in the language of the server, and may change.

type DatabaseFault = { readonly code?: unknown };

/** A SQLSTATE, or the system's own code. */
export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as DatabaseFault;
  return typeof code === 'string' ? code : '';
}

/** What may be shown to anybody of an error: a code, and no text. */
export function reasonOf(error: unknown): string {
  return codeOf(error) || 'connection lost';
}

/**
 * No connection could be opened, and no statement was sent. Its code is that of the reason, and means nothing
 * else: a role that may not connect is refused with the same code as one that may not read a table.
 */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly code: string;

  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.code = codeOf(cause) || 'ECONNRESET';
  }
}

/** Empty where no statement was sent. */
function statementCodeOf(error: unknown): string {
  return error instanceof ConnectError ? '' : codeOf(error);
}

export function isUniqueViolation(error: unknown): boolean {
  return statementCodeOf(error) === '23505';
}

/** Connections that fail, are refused or shut down, time limits of a session, a server out of memory. */
const ENDS_SESSION = /^(08...|28...|3D000|53300|57P0.|25P0[34]|XX00.)$/;

/** Whether a statement failed by itself, so that the connection is as good as before. */
export function isOfStatement(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !ENDS_SESSION.test(codeOf(error));
}

/** A standby, or a server or database that was set so: perhaps another one has taken its place. */
export function isReadOnly(error: unknown): boolean {
  return statementCodeOf(error) === '25006';
}

/**
 * The driver gives its own failures (a connection that broke, a limit of time) no code and no class of
 * their own. They get the code of a connection that broke.
 */
export function withCode(error: unknown): unknown {
  const isPlain = error instanceof Error && Object.getPrototypeOf(error) === Error.prototype;
  return isPlain && codeOf(error) === '' ? Object.assign(error, { code: 'ECONNRESET' }) : error;
}

/** What one row can cause: bad data, a constraint, or a trigger that raises. */
const BAD_DATA = /^(22...|23...|P0...)$/;

/** Whether it is the data's fault, so that the same statement without them would go through. */
export function isDataError(error: unknown): boolean {
  return BAD_DATA.test(statementCodeOf(error));
}

/** Two transactions stood in each other's way, and this one was given up. */
function isDeadlock(error: unknown): boolean {
  return ['40001', '40P01'].includes(statementCodeOf(error));
}

/** A table, a column, a right, a function or a unique index is missing. */
export function isIncomplete(error: unknown): boolean {
  return ['42P01', '42703', '42501', '42883', '42P10'].includes(statementCodeOf(error));
}

/** A row was locked for longer than `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return statementCodeOf(error) === '55P03';
}

/** A statement took longer than `statement_timeout`, or was cancelled by hand. */
export function isCancelled(error: unknown): boolean {
  return statementCodeOf(error) === '57014';
}

/** Bad data, a constraint, a trigger, a deadlock, a wait that was too long, a server that takes no writes. */
const UNDONE = /^(22...|23...|25006|P0...|40001|40P01|55P03|57014)$/;

/** Whether it is certain that nothing of the statement is in the database: after a lost connection it is not. */
export function isUndone(error: unknown): boolean {
  return error instanceof ConnectError || UNDONE.test(codeOf(error));
}

/** Bad data, constraints, checks of views, limits of a row or an index, triggers. */
const REFUSED_CONTENT = /^(22...|23...|44...|54...|P0...)$/;

/** Whether a statement failed for what is in it, so that the same rows would fail again. */
export function isRefusedContent(error: unknown): boolean {
  return REFUSED_CONTENT.test(statementCodeOf(error));
}

/**
 * A connection that broke, shutdown, too many connections, statement timeouts, a full disk; a server that
 * lets us in no longer, or became a read-only standby.
 */
const AWAY =
  /^(08...|25006|28...|3D000|57P0[1-5]|57014|53...|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ETIMEDOUT|ENOTFOUND|E(HOST|NET)(UNREACH|DOWN)|ERR_SSL_\w+|P1001|P1002|P1008|P1017|P2024)$/;

/** Tells what is worth trying again, a database that is away or incomplete or a deadlock, from a bug. Anything else is handed back unchanged. */
export function asExpected(error: unknown): unknown {
  if (isDeadlock(error)) return new UnavailableError(IN_THE_WAY, { cause: error });
  if (isIncomplete(error)) return new UnavailableError(INCOMPLETE, { cause: error });
  if (error instanceof ConnectError) return databaseAway(error);
  if (!(error instanceof Error) || !AWAY.test(codeOf(error))) return error;
  return databaseAway(error);
}

const IN_THE_WAY =
  'Another change to the same rows ran at the same time, and this one was cancelled. Try again shortly.';

const INCOMPLETE =
  'The database of this service is incomplete, which its operator has to repair. Try again later.';

export function databaseAway(cause: unknown): UnavailableError {
  const text = isReadOnly(cause)
    ? 'The database is currently read-only. Try again shortly.'
    : 'The database does not respond. Try again shortly.';
  return new UnavailableError(text, { cause });
}
