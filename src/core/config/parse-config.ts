import { resolve } from 'node:path';
import type { z } from 'zod';
import { INT32_MAX } from '../input/integer.ts';
import { StartError } from '../start-error.ts';
import type { Config } from './config.ts';
import { settingsInForce } from './in-force.ts';
import { LOOPBACK_ORIGINS, NO_ORIGINS } from './origins.ts';
import { pairProblems } from './pair-problems.ts';
import { NO_PRIVATE_TARGETS } from './private-targets.ts';
import { productionProblems } from './production.ts';
import { quotedProblems } from './quoted.ts';
import { givenValues, type Problem, readSecretFiles } from './secret-files.ts';
import { ENVIRONMENT, type Environment, SECRET_NAMES } from './settings.ts';
import { warningsOf } from './warnings.ts';

/**
 * Reads the environment.
 * @throws StartError that names every bad setting and its remedy in one line, and no value.
 */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const given = givenValues(env);
  const read = readSecretFiles(given, SECRET_NAMES);
  const { values } = read;
  const problems = [...read.problems, ...quotedProblems({ ...given, ...values })];
  const parsed = ENVIRONMENT.safeParse(values);
  const production = values['NODE_ENV'] === 'production' ? productionProblems(values) : [];
  const strict = [...production, ...pairProblems(values)];
  // A secret whose file cannot be read is not also missing, and one in quotes not also of another form.
  const named = new Set(problems.map(({ name }) => name));
  const isOther = ({ name }: Problem) => !named.has(name);
  const all = [
    ...problems,
    ...issuesOf(parsed).filter(isOther),
    ...(parsed.success ? redirectProblems(parsed.data) : []),
    ...strict.filter(isOther),
  ];
  if (!parsed.success || all.length > 0) throw new StartError(sentenceOf(all));
  return {
    ...configOf(parsed.data),
    warnings: warningsOf(parsed.data, values, env),
    settings: settingsInForce(values),
  };
}

/** The provider sends people back to this service, wherever that is on its host. */
function redirectProblems({ OIDC_PROVIDERS: providers, BASE_PATH, PUBLIC_ORIGIN }: Environment) {
  return (providers ?? []).flatMap(({ name, signIn }, place): Problem[] => {
    if (signIn === undefined) return [];
    const { pathname, origin } = new URL(signIn.redirectUri);
    const path = `${BASE_PATH ?? ''}/sign-in/${name}/callback`;
    const field = `[${place}].signIn.redirectUri`;
    const problems = [
      ...(pathname === path
        ? []
        : [`${field} must have the path ${path}: BASE_PATH is ${BASE_PATH ?? 'not set'}`]),
      ...(origin === (PUBLIC_ORIGIN ?? origin) ? [] : [`${field} must begin with PUBLIC_ORIGIN`]),
    ];
    return problems.map((message) => ({ name: 'OIDC_PROVIDERS', message }));
  });
}

function publicOriginOf({ PUBLIC_ORIGIN, OIDC_PROVIDERS: providers = [] }: Environment) {
  if (PUBLIC_ORIGIN !== undefined) return PUBLIC_ORIGIN;
  const address = providers.find(({ signIn }) => signIn !== undefined)?.signIn?.redirectUri;
  return address === undefined ? null : new URL(address).origin;
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
    replicaUrl: env.DATABASE_REPLICA_URL ?? null,
    poolSize: env.DATABASE_POOL_SIZE,
    statementTimeoutMs: env.DATABASE_STATEMENT_TIMEOUT_MS,
  };
}

function tlsOf({ TLS_CERT_FILE: cert, TLS_KEY_FILE: key }: Environment): Config['tls'] {
  if (cert === undefined || key === undefined) return null;
  return { certFile: resolve(cert), keyFile: resolve(key) };
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

function configOf(env: Environment): Omit<Config, 'warnings' | 'settings'> {
  const production = env.NODE_ENV === 'production';
  return {
    production,
    host: env.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: env.PORT,
    basePath: env.BASE_PATH ?? '',
    publicOrigin: publicOriginOf(env),
    dataDir: resolve(env.DATA_DIR),
    tls: tlsOf(env),
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
    retention: {
      segments: env.TRANSCRIPT_RETENTION_DAYS,
      meetings: env.MEETING_RETENTION_DAYS,
      usage: env.USAGE_RETENTION_DAYS,
      auditEvents: env.AUDIT_RETENTION_DAYS,
    },
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
