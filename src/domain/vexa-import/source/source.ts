import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { urlProblem } from '../../../core/config/database-url.ts';
import { UnavailableError } from '../../../core/errors.ts';
import { fairLine } from '../../../core/request/fair-queue.ts';
import { StartError } from '../../../core/start-error.ts';
import { explainConnectionError, isWithoutTls } from '../../../data/connection/connect-error.ts';
import {
  type ConnectionSettings,
  connectionSettings,
} from '../../../data/connection/session-settings.ts';
import { asExpected } from '../../../data/errors.ts';

/** Runs one statement in the database that is imported from. */
export type QuerySource = <Row>(statement: Sql) => Promise<Row[]>;

export type Source = {
  /** All that one `work` asks sees the same moment. The database itself refuses every write. */
  readonly snapshot: <Result>(work: (query: QuerySource) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};

/** The database is away, and may come back. */
export class SourceAwayError extends StartError {}

const SESSION = { extra_float_digits: '3', default_transaction_read_only: 'on' };
const CONNECT_TIMEOUT_MS = 10_000;

/** @throws StartError in one line, without the password */
export async function openSource(from: string): Promise<Source> {
  const url = checkedAddress(from);
  if (!PREFER.test(url)) return await openAt(url);
  try {
    return await openAt(url.replace(PREFER, '$1no-verify'));
  } catch (error) {
    if (!(error instanceof Error && isWithoutTls(error.cause))) throw error;
    return await openAt(url.replace(PREFER, '$1disable'));
  }
}

/** As in PostgreSQL itself: TLS with any certificate where the server offers it, and none where it does not. */
const PREFER = /([?&]sslmode=)(?:prefer|allow)(?=&|$)/;
async function openAt(url: string): Promise<Source> {
  const explain = (error: unknown) => explainSourceError(url, error);
  const settings = connectionSettings(url, 'latchkey-import', SESSION);
  const client = new pg.Client({
    ...settings.config,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // A lost connection fails the statement under way. Unheard, the event would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    await settings.prepare(client);
  } catch (error) {
    await client.end().catch(() => {});
    throw explain(error);
  }
  // One connection: a range that is read again waits for the one that is read ahead.
  const inTurn = fairLine({ atOnce: 1, perCaller: 1 }).run;
  return {
    snapshot: (work) =>
      inTurn(() => inSnapshot(client, settings, work)).catch((error: unknown) => {
        throw explain(error);
      }),
    close: () => client.end().catch(() => {}),
  };
}

async function inSnapshot<Result>(
  client: pg.Client,
  { begin }: ConnectionSettings,
  work: (query: QuerySource) => Promise<Result>,
): Promise<Result> {
  await client.query(begin('isolation level repeatable read read only'));
  try {
    return await work(async <Row>({ text, values }: Sql) => {
      const { rows } = await client.query({ text, values });
      return rows as Row[];
    });
  } finally {
    // Nothing was written. On a connection that is lost, there is nothing to end either.
    await client.query('rollback').catch(() => {});
  }
}

const DRIVER = /^(postgres(?:ql)?)\+\w+:/;
/** That of Python says by `ssl` what others say by `sslmode`. */
const SSL = /([?&])ssl=/g;
const SSL_ON = /([?&]sslmode=)(?:true|1|on)(?=&|$)/g;
/** It trusts any certificate there, as in PostgreSQL itself; our driver would not. */
const UNCHECKED = /([?&]sslmode=require)(?=&|$)/g;

/** Vexa's own settings name Python's driver, too: `postgresql+asyncpg://…?ssl=require`. */
function withoutDriver(from: string): string {
  if (!DRIVER.test(from)) return from;
  return from
    .replace(DRIVER, '$1:')
    .replace(SSL, '$1sslmode=')
    .replace(SSL_ON, '$1require')
    .replace(UNCHECKED, '$1&uselibpqcompat=true');
}

function checkedAddress(from: string): string {
  const url = withoutDriver(from.trim());
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new StartError(
      '--from is not a database address. Write it as postgres://user:password@host:5432/vexa.',
    );
  }
  if (!URL.canParse(url)) {
    throw new StartError(
      '--from cannot be read. Name one host, and write special characters in the user name and the password as in a URL: / as %2F, # as %23, @ as %40.',
    );
  }
  const problem = urlProblem(url.replace(PREFER, '$1prefer'));
  if (problem !== null) throw new StartError(`--from ${problem}.`);
  return url;
}

function explainSourceError(url: string, error: unknown): unknown {
  if (error instanceof StartError) return error;
  const { message } = explainConnectionError(url, error);
  // The same words serve for both databases; this one's address came with the command.
  const text = message.replaceAll('DATABASE_URL', '--from');
  // What the driver fails with by itself, it fails with on a connection that is lost.
  const isAway =
    !(error instanceof pg.DatabaseError) || asExpected(error) instanceof UnavailableError;
  return new (isAway ? SourceAwayError : StartError)(text, { cause: error });
}
