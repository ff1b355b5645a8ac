import pg from 'pg';
import { onOneLine } from '../../core/input/trim.ts';
import { StartError } from '../../core/start-error.ts';
import { ConnectError } from '../errors.ts';

type Address = {
  readonly server: string;
  readonly user: string;
  readonly database: string;
  readonly sslMode: string | null;
  /** The password in each form in which a message might repeat it. */
  readonly secrets: readonly string[];
};

type Explain = (address: Address) => string;

const UNREACHABLE: Explain = ({ server }) =>
  `The database server ${server} cannot be reached. Check the address in DATABASE_URL, the network and any firewall.`;
const UNKNOWN_HOST: Explain = ({ server }) =>
  `The host name of the database server ${server} cannot be resolved. Check it in DATABASE_URL.`;
const BAD_CERTIFICATE: Explain = ({ server }) =>
  `The certificate of the database server ${server} is not trusted. Name its authority in DATABASE_URL with sslrootcert, or correct the host name.`;
const NO_TLS: Explain = ({ server, sslMode }) =>
  `The database server ${server} does not offer TLS${sslMode === 'prefer' ? ', which sslmode=prefer requires here' : ''}. Enable it there, or set sslmode=disable in DATABASE_URL.`;
const NO_PASSWORD: Explain = ({ server, user }) =>
  `The database server ${server} requires a password for "${user}". Add it to DATABASE_URL.`;
const LOST: Explain = ({ server }) =>
  `The database server ${server} closed the connection. See its log, then start again.`;

/** By SQLSTATE or by the system's and TLS's own codes. */
const BY_CODE: Readonly<Record<string, Explain>> = {
  ENOTFOUND: UNKNOWN_HOST,
  EAI_AGAIN: UNKNOWN_HOST,
  ECONNREFUSED: ({ server }) =>
    `The database server ${server} does not respond. Check the host and port in DATABASE_URL, and that PostgreSQL is running.`,
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  ECONNRESET: LOST,
  EPIPE: LOST,
  '28P01': ({ server, user }) =>
    `The database server ${server} rejects the password for "${user}". Correct it in DATABASE_URL.`,
  '28000': ({ server, user, database }) =>
    `The database server ${server} does not allow "${user}" to connect to "${database}". Check that the role exists, that pg_hba.conf allows it from here, and whether the server requires TLS (sslmode=require).`,
  '3D000': ({ server, database }) =>
    `The database "${database}" does not exist on ${server}. Create it, or correct its name in DATABASE_URL.`,
  '42501': ({ server, user, database }) =>
    `The role "${user}" lacks a privilege on database "${database}" at ${server}. Grant it the privileges to connect and to create tables.`,
  '25006': ({ server }) =>
    `The database server ${server} is read-only. Point DATABASE_URL at the primary, then start again.`,
  '42704': ({ server }) =>
    `The database server ${server} does not support a setting that this service needs, or one in the options of DATABASE_URL. Use PostgreSQL 14 or later.`,
  '08P01': ({ server }) =>
    `The database server ${server} rejects the connection parameters. If it is PgBouncer, add pgbouncer=true to the parameters of DATABASE_URL; see its log.`,
  '53300': ({ server }) =>
    `The database server ${server} has no connections left. Raise its max_connections, or lower DATABASE_POOL_SIZE.`,
  '57P01': LOST,
  '57P03': ({ server }) =>
    `The database server ${server} is starting up or shutting down. Wait a few seconds, then start again.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: BAD_CERTIFICATE,
  SELF_SIGNED_CERT_IN_CHAIN: BAD_CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: BAD_CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: BAD_CERTIFICATE,
  ERR_TLS_CERT_ALTNAME_INVALID: BAD_CERTIFICATE,
  CERT_HAS_EXPIRED: BAD_CERTIFICATE,
};

const WITHOUT_TLS = /does not support SSL/i;

/** The driver's own failures, which it gives no code. Its texts are the same in every language. */
const BY_MESSAGE: readonly (readonly [RegExp, Explain])[] = [
  [/timeout expired|timeout exceeded/i, UNREACHABLE],
  [WITHOUT_TLS, NO_TLS],
  [/password must be a (non-empty )?string/i, NO_PASSWORD],
  [/connection terminated/i, LOST],
];

/** Why a database cannot be used, in one line with the remedy, and never with the password. */
export function explainConnectionError(url: string, failure: unknown): StartError {
  const error = failure instanceof ConnectError ? failure.cause : failure;
  const address = addressOf(url);
  const text = messageOf(error);
  const explain = BY_CODE[codeOf(error)] ?? driverFailure(error);
  const message =
    explain?.(address) ??
    `The database server ${address.server} cannot be used: ${withoutSecrets(text, address)}`;
  return new StartError(message, { cause: error });
}

/** Whether a server was asked for TLS and has none. */
export function isWithoutTls(error: unknown): boolean {
  return error instanceof Error && WITHOUT_TLS.test(error.message);
}

function driverFailure(error: unknown): Explain | undefined {
  if (!(error instanceof Error) || error instanceof pg.DatabaseError) return undefined;
  return BY_MESSAGE.find(([pattern]) => pattern.test(error.message))?.[1];
}

function addressOf(text: string): Address {
  // An address without a host means a Unix socket: `postgres://user@/database?host=/run/postgresql`.
  const url = URL.parse(text.replace('@/', '@localhost/'));
  if (url === null)
    return { server: 'in DATABASE_URL', user: '', database: '', sslMode: null, secrets: [text] };

  const host = url.searchParams.get('host') ?? (decode(url.hostname) || 'localhost');
  const user = url.searchParams.get('user') ?? decode(url.username);
  const passwords = [url.password, decode(url.password), url.searchParams.get('password') ?? ''];
  return {
    server: host.startsWith('/') ? host : `${host}:${url.port || '5432'}`,
    user,
    database: decode(url.pathname.slice(1)) || user,
    sslMode: url.searchParams.get('sslmode'),
    secrets: passwords.filter((password) => password !== ''),
  };
}

/** Words that are not ours may repeat the address they were given. */
function withoutSecrets(text: string, { secrets }: Address): string {
  const repeats = secrets.some((secret) => text.includes(secret));
  return repeats ? 'the reason is omitted because it contains the password' : text;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  // A Unix socket that is not there. The same code for a missing certificate file means another thing.
  const isSocket = error.code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
  return isSocket ? 'ECONNREFUSED' : String(error.code);
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return onOneLine(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
