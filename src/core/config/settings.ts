import { z } from 'zod';
import { INT32_MAX } from '../input/integer.ts';
import { type About, aboutOf, optional, preset, secret } from './described.ts';
import { originList } from './origins.ts';
import { privateTargets } from './private-targets.ts';
import {
  databaseUrl,
  directDatabaseUrl,
  environment,
  eventUsers,
  fileList,
  folder,
  headerKeys,
  hostName,
  integerSetting,
  limitStore,
  logLevel,
  pepper,
  scopeList,
  tokenPrefix,
  trueOrFalse,
  trustMode,
} from './rules.ts';
import { trustProxy } from './trust-proxy.ts';

export type Setting = About & { readonly name: string };

/** Every setting, in the order of the documentation. */
export const ENVIRONMENT = z.object({
  NODE_ENV: preset(
    environment,
    'development',
    '`production` enables the strict rules: you must set your own, long keys.',
  ),
  HOST: optional(
    hostName,
    '127.0.0.1',
    'The address to listen on. In production the default is `0.0.0.0`.',
  ),
  PORT: preset(integerSetting(0, 65_535), '8056', 'The port to listen on. `0` picks a free one.'),
  DATA_DIR: preset(
    folder,
    './data',
    'Where the embedded database and generated secrets are stored.',
  ),
  LOG_LEVEL: preset(
    logLevel,
    'info',
    '`fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
  ),
  DATABASE_URL: secret(
    databaseUrl,
    'Your own PostgreSQL, 14 or later. Without it, the service runs an embedded one. Parameters: `schema`, `options`, `sslmode` and related ones, and `pgbouncer=true` for PgBouncer in transaction mode.',
  ),
  DATABASE_DIRECT_URL: secret(
    directDatabaseUrl,
    'The same database without the pooler, for migrations and subscriptions. Required with `pgbouncer=true` in `DATABASE_URL`.',
  ),
  DATABASE_POOL_SIZE: preset(
    integerSetting(1, 1_000),
    '10',
    'How many database connections one process opens for requests. It opens up to 6 more: 3 to check keys, 1 for background work, 1 for readiness, 1 while there are subscriptions; and 4 with `RATE_LIMIT_STORE=postgres`.',
  ),
  DATABASE_STATEMENT_TIMEOUT_MS: preset(
    integerSetting(100, 600_000),
    '5000',
    'The time limit of one statement, in milliseconds.',
  ),
  ADMIN_API_TOKEN: secret(
    headerKeys,
    'The operator’s key (`X-Admin-API-Key`), or two during a key change, separated by a ' +
      'comma. Required in production, at least 24 characters; in development the first start ' +
      'creates one and shows it.',
  ),
  ANALYTICS_API_TOKEN: secret(
    headerKeys,
    'A second key for the same header that reads figures and changes nothing; or two during a key change.',
  ),
  INTERNAL_API_SECRET: secret(
    headerKeys,
    'The secret that the platform’s own services send to `/internal/*` (`X-Internal-Secret`); or two during a change.',
  ),
  VEXA_SYSTEM_WEBHOOK_SECRET: secret(
    headerKeys,
    'The secret with which a running Vexa 0.12 signs its operator callback to `/internal/vexa/events`, as in its own setting of that name; or two during a change.',
  ),
  VEXA_EVENT_USERS: preset(
    eventUsers,
    'imported',
    'Whose numbers these events use. `imported`: those of the Vexa installation that was imported. `own`: also those of users here, when this service is the admin API of that installation.',
  ),
  FIRST_ADMIN_CLAIM: preset(
    trueOrFalse,
    'false',
    'While no user has the role `admin`: whether the platform’s login page, which has the internal secret, may give it to the first user who signs in.',
  ),
  TOKEN_PREFIX: preset(tokenPrefix, 'vxa', 'The prefix of every new API key.'),
  TOKEN_PEPPER: secret(
    pepper,
    'At least 32 characters, mixed into the digest of every API key: with another one, no ' +
      'existing key works. Required in production with `DATABASE_URL`; otherwise generated and ' +
      'stored in `DATA_DIR`.',
  ),
  TOKEN_PEPPER_PREVIOUS: secret(
    pepper,
    'The pepper that `TOKEN_PEPPER` replaces: keys work under both, and move to the new one ' +
      'as they are used.',
  ),
  TOKEN_ALLOWED_SCOPES: preset(
    scopeList,
    'bot,tx,browser',
    'The scopes that new keys may have, separated by commas.',
  ),
  TOKEN_DEFAULT_LIFETIME: preset(
    integerSetting(0, INT32_MAX),
    '0',
    'How many seconds a new key works if the request does not say. `0`: until it is revoked.',
  ),
  TOKEN_MAX_LIFETIME: preset(
    integerSetting(0, INT32_MAX),
    '0',
    'The longest lifetime of a new key, in seconds; keys created without an expiry get it. `0`: no limit.',
  ),
  TOKEN_MAX_PER_USER: preset(
    integerSetting(0, 100_000),
    '0',
    'How many working keys a user may have; a key and its replacements count as one. `0`: no limit.',
  ),
  RATE_LIMIT_KEY: preset(
    integerSetting(0, INT32_MAX),
    '6000',
    "How many requests per minute a user's key may send, together with the keys it replaced; `updateToken` sets another number for one key. `0`: no limit.",
  ),
  RATE_LIMIT_ADMIN_KEY: optional(
    integerSetting(0, INT32_MAX),
    '60000',
    'The same for an admin or analytics key, whether from the settings or a named one (`updateAdminKey`). Default: ten times `RATE_LIMIT_KEY`.',
  ),
  RATE_LIMIT_INTERNAL: optional(
    integerSetting(0, INT32_MAX),
    '1200000',
    'The same for an internal secret. Default: 200 times `RATE_LIMIT_KEY`.',
  ),
  RATE_LIMIT_ADDRESS: preset(
    integerSetting(0, INT32_MAX),
    '240000',
    'How many requests per minute one address (for IPv6: one /64 network) may send. Requests with the correct internal secret do not count. `0`: no limit.',
  ),
  GUESS_LIMIT: preset(
    integerSetting(0, INT32_MAX),
    '20',
    'How many wrong keys per minute one address may send before it is slowed down: its keys are then checked one at a time with growing delays, correct and wrong ones alike, except those that were correct from that address within the last hour. `0`: no limit.',
  ),
  RATE_LIMIT_STORE: preset(
    limitStore,
    'memory',
    'Where these are counted: `memory` (per process) or `postgres` (shared by all processes; adds to each request one statement for its address and one for its key, and one more for a key that is new to the process).',
  ),
  DEFAULT_MAX_CONCURRENT_BOTS: preset(
    integerSetting(0, INT32_MAX),
    '0',
    'How many bots a user may run at once, unless the user has its own limit.',
  ),
  AUDIT_REFUSALS_DAYS: preset(
    integerSetting(0, 36_500),
    '90',
    'How many days refused requests stay in the audit log; older ones are dropped, and an event records how many. All other events stay. `0`: forever.',
  ),
  GRAPHIQL: optional(
    trueOrFalse,
    'true',
    'Serve GraphiQL at `/graphql` to browsers. Default in production: `false`.',
  ),
  TRUSTED_DOCUMENTS: optional(
    fileList,
    '',
    'Manifests of GraphQL documents that clients can name by `documentId`: paths of JSON files, separated by commas. See [Trusted documents](trusted-documents.md).',
  ),
  TRUSTED_DOCUMENTS_MODE: preset(
    trustMode,
    'off',
    '`report`: count and log clients that send documents not in `TRUSTED_DOCUMENTS`. `enforce`: refuse them. Admin and analytics keys and keys of administrators can always send any document.',
  ),
  SHORT_CUTS: preset(
    trueOrFalse,
    'true',
    'Serve plain POST queries on a fast path with compiled queries, let concurrent requests share statements, and read only selected columns. `false` is slower; use it for troubleshooting.',
  ),
  SUBSCRIPTION_HEARTBEAT_MS: preset(
    integerSetting(100, 20_000),
    '10000',
    'The interval, in milliseconds, at which an idle subscription sends a comment, so that no proxy closes the connection.',
  ),
  SUBSCRIPTIONS_AT_ONCE: preset(
    integerSetting(2, 1_000_000),
    '2048',
    'How many subscriptions are open at once. One address gets at most half of them, several share; further ones are refused with 503 and `Retry-After`.',
  ),
  TRUST_PROXY: preset(
    trustProxy,
    'false',
    'Which proxies to trust for `X-Forwarded-For`: the number of proxies in front of the service (`1`; `true` is the same, with a warning), or their addresses and networks, separated by commas (`10.0.0.5, 10.1.0.0/16`, `loopback`, `private`). Addresses are read from the right; values that a client sent are ignored.',
  ),
  CORS_ORIGINS: optional(
    originList,
    '',
    'Which web pages may call the service from a browser: their exact origins, separated by commas (`https://app.example.com, http://localhost:5173`), or `none`. Default in development: pages of `localhost`, `127.0.0.1` and `[::1]` on every port; in production: `none`.',
  ),
  WEBHOOK_ALLOWED_NETWORKS: optional(
    privateTargets,
    '',
    'Private places where webhooks may lead: networks and exact host names, separated by commas (`172.18.0.0/16, n8n, hooks.lan`). Addresses at which clouds answer their own machines are refused all the same. Default: none.',
  ),
  CONNECTIONS_PER_ADDRESS: preset(
    integerSetting(0, 1_000_000),
    '4096',
    'How many connections one address (for IPv6: one /64 network) may have open at once. Trusted proxies are not counted. `0`: no limit.',
  ),
  REQUESTS_AT_ONCE: preset(
    integerSetting(2, 100_000),
    '256',
    'How many requests are handled at once. One address gets at most half of them, several share; the others wait for up to 25 ms and are then refused with 503 and `Retry-After`.',
  ),
});

export const SETTINGS: readonly Setting[] = Object.entries(ENVIRONMENT.shape).map(
  ([name, schema]) => ({ name, ...aboutOf(schema) }),
);

export const SECRET_NAMES = SETTINGS.filter((setting) => setting.secret).map(({ name }) => name);
