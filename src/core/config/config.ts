import { resolve } from 'node:path';
import type { z } from 'zod';
import { INT32_MAX } from '../input/integer.ts';
import { StartError } from '../start-error.ts';
import { readUrl } from './database-url.ts';
import { type AllowedOrigins, LOOPBACK_ORIGINS, NO_ORIGINS } from './origins.ts';
import { NO_PRIVATE_TARGETS, type PrivateTargets } from './private-targets.ts';
import { productionProblems } from './production.ts';
import type { ProviderConfig } from './providers.ts';
import { givenValues, type Problem, readSecretFiles } from './secret-files.ts';
import { ENVIRONMENT, SECRET_NAMES } from './settings.ts';
import type { TrustedProxies } from './trust-proxy.ts';
import { warningsOf } from './warnings.ts';

type Environment = z.output<typeof ENVIRONMENT>;

declare module '../app.ts' {
  interface App {
    readonly config: Config;
  }
}

/** What the operator decided. Read once, at start; nothing else looks at the environment. */
export type Config = {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Where metrics are served without a key; null is nowhere. */
  readonly metricsPort: number | null;
  readonly logLevel: Environment['LOG_LEVEL'];
  /** Whether requests that did not fail are logged. */
  readonly logRequests: boolean;
  /** Whether answers say what took their time. */
  readonly serverTiming: boolean;
  /** Where traces are sent, and which share of those that begin here; null is nowhere. */
  readonly tracing: { readonly endpoint: string; readonly share: number } | null;
  readonly database: {
    /** Null means the embedded one. */
    readonly url: string | null;
    /** Past the pooler that `url` leads to. */
    readonly directUrl: string | null;
    readonly poolSize: number;
    readonly statementTimeoutMs: number;
  };
  readonly backup: {
    /** Absolute; null is no backups. */
    readonly dir: string | null;
    readonly everyMs: number;
    readonly keep: number;
  };
  readonly keys: {
    /** Any of them opens everything. */
    readonly admin: readonly string[];
    readonly analytics: readonly string[];
    readonly internal: readonly string[];
    /** Those that events of the platform are signed with. */
    readonly vexaEvents: readonly string[];
  };
  /** Whose tokens are accepted as well. */
  readonly providers: readonly ProviderConfig[];
  /** Whose numbers events of the platform use. */
  readonly vexaEventUsers: Environment['VEXA_EVENT_USERS'];
  /** Whether the platform's services may make the first administrator. */
  readonly firstAdminClaim: boolean;
  readonly token: {
    readonly prefix: string;
    readonly pepper: string | null;
    readonly previousPepper: string | null;
    readonly allowedScopes: readonly string[];
    /** Seconds; null is no limit. */
    readonly defaultLifetime: number | null;
    readonly maxLifetime: number | null;
    readonly maxPerUser: number | null;
  };
  /** A minute's; 0 is no limit. */
  readonly limits: {
    readonly perKey: number;
    readonly perAdminKey: number;
    readonly perInternal: number;
    readonly perAddress: number;
    readonly guesses: number;
    readonly store: Environment['RATE_LIMIT_STORE'];
  };
  readonly defaultMaxConcurrentBots: number;
  /** How many days refused requests stay in the audit log; 0 is for ever. */
  readonly auditRefusalsDays: number;
  /** Whether plain GraphQL requests are compiled and pass the library's HTTP layer by, and statements are shared. */
  readonly shortCuts: boolean;
  readonly trustProxy: TrustedProxies;
  /** Whose pages may call the service from a browser. */
  readonly origins: AllowedOrigins;
  /** Private places where webhooks may lead. */
  readonly privateTargets: PrivateTargets;
  readonly traffic: {
    /** 0 is no limit. */
    readonly connectionsPerAddress: number;
    readonly requestsAtOnce: number;
    /** How long an idle connection stays open. */
    readonly keepAliveMs: number;
    /** How long a stop goes on answering before the port closes. */
    readonly drainMs: number;
    readonly subscriptionsAtOnce: number;
  };
  /** The GraphQL documents that clients may send, or send by their ids. */
  readonly trustedDocuments: {
    readonly paths: readonly string[];
    readonly mode: Environment['TRUSTED_DOCUMENTS_MODE'];
  };
  /** How often a stream of events is heard at least. */
  readonly heartbeatMs: number;
  /** Whether browsers get GraphiQL. */
  readonly graphiql: boolean;
  /** What allows a start, but should not stay so: one line each, for the log. */
  readonly warnings: readonly string[];
};

/**
 * Reads the environment.
 * @throws StartError that names every bad setting and its remedy in one line, and no value.
 */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const { values, problems } = readSecretFiles(givenValues(env), SECRET_NAMES);
  const parsed = ENVIRONMENT.safeParse(values);
  const production = values['NODE_ENV'] === 'production' ? productionProblems(values) : [];
  const strict = [...production, ...poolerProblems(values), ...trustProblems(values)];
  const unread = new Set(problems.map(({ name }) => name));
  const all = [
    ...problems,
    ...issuesOf(parsed),
    // A secret whose file cannot be read is not also missing.
    ...strict.filter(({ name }) => !unread.has(name)),
  ];
  if (!parsed.success || all.length > 0) throw new StartError(sentenceOf(all));
  return { ...configOf(parsed.data), warnings: warningsOf(parsed.data, values, Object.keys(env)) };
}

function poolerProblems(values: Readonly<Record<string, string>>): readonly Problem[] {
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl } = values;
  if (url === undefined || !readUrl(url).isPooled || directUrl !== undefined) return [];
  const message =
    'is required with pgbouncer=true in DATABASE_URL: set it to the address of the database server itself';
  return [{ name: 'DATABASE_DIRECT_URL', message }];
}

function trustProblems(values: Readonly<Record<string, string>>): readonly Problem[] {
  const { TRUSTED_DOCUMENTS: paths, TRUSTED_DOCUMENTS_MODE: mode = 'off' } = values;
  if (mode === 'off' || paths !== undefined) return [];
  return [
    { name: 'TRUSTED_DOCUMENTS', message: `is required with TRUSTED_DOCUMENTS_MODE=${mode}` },
  ];
}

function issuesOf(parsed: z.ZodSafeParseResult<Environment>): readonly Problem[] {
  const issues = parsed.error?.issues ?? [];
  // A setting that holds several values is still one setting.
  return issues.map(({ path, message }) => ({ name: String(path[0]), message }));
}

function sentenceOf(problems: readonly Problem[]): string {
  const list = problems.map(({ name, message }) => `${name} ${message}`);
  return `The service cannot start with these settings: ${list.join('; ')}.`;
}

function limitsOf(env: Environment): Config['limits'] {
  // None where the keys of users have none, and no more than a count can hold.
  const timesAKey = (times: number) => Math.min(env.RATE_LIMIT_KEY * times, INT32_MAX);
  return {
    perKey: env.RATE_LIMIT_KEY,
    perAdminKey: env.RATE_LIMIT_ADMIN_KEY ?? timesAKey(10),
    perInternal: env.RATE_LIMIT_INTERNAL ?? timesAKey(200),
    perAddress: env.RATE_LIMIT_ADDRESS,
    guesses: env.GUESS_LIMIT,
    store: env.RATE_LIMIT_STORE,
  };
}

function databaseOf(env: Environment): Config['database'] {
  const url = env.DATABASE_URL ?? null;
  return {
    url,
    // The embedded database needs none.
    directUrl: url === null ? null : (env.DATABASE_DIRECT_URL ?? null),
    poolSize: env.DATABASE_POOL_SIZE,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
  };
}

function tracingOf(env: Environment): Config['tracing'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: share } = env;
  return endpoint === undefined ? null : { endpoint, share };
}

function backupOf(env: Environment): Config['backup'] {
  return {
    dir: env.BACKUP_DIR === undefined ? null : resolve(env.BACKUP_DIR),
    everyMs: env.BACKUP_EVERY_HOURS * 3_600_000,
    keep: env.BACKUP_KEEP,
  };
}

/** What browsers get. */
function browsersOf(env: Environment, production: boolean): Pick<Config, 'graphiql' | 'origins'> {
  return {
    graphiql: env.GRAPHIQL ?? !production,
    origins: env.CORS_ORIGINS ?? (production ? NO_ORIGINS : LOOPBACK_ORIGINS),
  };
}

function keysOf(env: Environment): Config['keys'] {
  return {
    admin: env.ADMIN_API_TOKEN ?? [],
    analytics: env.ANALYTICS_API_TOKEN ?? [],
    internal: env.INTERNAL_API_SECRET ?? [],
    vexaEvents: env.VEXA_SYSTEM_WEBHOOK_SECRET ?? [],
  };
}

function configOf(env: Environment): Omit<Config, 'warnings'> {
  const production = env.NODE_ENV === 'production';
  return {
    production,
    host: env.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: env.PORT,
    dataDir: resolve(env.DATA_DIR),
    metricsPort: env.METRICS_PORT ?? null,
    logLevel: env.LOG_LEVEL,
    logRequests: env.LOG_REQUESTS,
    serverTiming: env.SERVER_TIMING,
    tracing: tracingOf(env),
    database: databaseOf(env),
    backup: backupOf(env),
    keys: keysOf(env),
    providers: env.OIDC_PROVIDERS ?? [],
    vexaEventUsers: env.VEXA_EVENT_USERS,
    firstAdminClaim: env.FIRST_ADMIN_CLAIM,
    token: {
      prefix: env.TOKEN_PREFIX,
      pepper: env.TOKEN_PEPPER ?? null,
      previousPepper: env.TOKEN_PEPPER_PREVIOUS ?? null,
      allowedScopes: env.TOKEN_ALLOWED_SCOPES,
      // 0 is how a setting says "none".
      defaultLifetime: env.TOKEN_DEFAULT_LIFETIME || null,
      maxLifetime: env.TOKEN_MAX_LIFETIME || null,
      maxPerUser: env.TOKEN_MAX_PER_USER || null,
    },
    limits: limitsOf(env),
    defaultMaxConcurrentBots: env.DEFAULT_MAX_CONCURRENT_BOTS,
    auditRefusalsDays: env.AUDIT_REFUSALS_DAYS,
    shortCuts: env.SHORT_CUTS,
    trustProxy: env.TRUST_PROXY,
    privateTargets: env.WEBHOOK_ALLOWED_NETWORKS ?? NO_PRIVATE_TARGETS,
    traffic: {
      connectionsPerAddress: env.CONNECTIONS_PER_ADDRESS,
      requestsAtOnce: env.REQUESTS_AT_ONCE,
      keepAliveMs: env.KEEP_ALIVE_SECONDS * 1_000,
      drainMs: env.DRAIN_SECONDS * 1_000,
      subscriptionsAtOnce: env.SUBSCRIPTIONS_AT_ONCE,
    },
    trustedDocuments: {
      paths: (env.TRUSTED_DOCUMENTS ?? []).map((path) => resolve(path)),
      mode: env.TRUSTED_DOCUMENTS_MODE,
    },
    heartbeatMs: env.SUBSCRIPTION_HEARTBEAT_MS,
    ...browsersOf(env, production),
  };
}
