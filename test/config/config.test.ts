import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { NO_PRIVATE_TARGETS } from '../../src/core/config/private-targets.ts';
import { SETTINGS } from '../../src/core/config/settings.ts';

const LONG_KEY = 'k7Qw2-an-operator-key-of-its-own';
const PEPPER = '6b1f93d07a2ce85d4490b7fe31a8c25e';
const PRODUCTION = { NODE_ENV: 'production', ADMIN_API_TOKEN: LONG_KEY };

describe('what is read', () => {
  test('nothing is needed in development', () => {
    const { settings, ...config } = parseConfig({});
    expect(settings.every(({ isSet }) => !isSet)).toBe(true);
    expect(config).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 8056,
      basePath: '',
      publicOrigin: null,
      dataDir: resolve('data'),
      tls: null,
      metricsPort: null,
      logLevel: 'info',
      logRequests: true,
      serverTiming: false,
      tracing: null,
      database: {
        url: null,
        directUrl: null,
        replicaUrl: null,
        poolSize: 10,
        statementTimeoutMs: 5_000,
      },
      backup: { dir: null, everyMs: 86_400_000, keep: 7 },
      keys: { admin: [], analytics: [], internal: [], vexaEvents: [] },
      providers: [],
      vexaEventUsers: 'imported',
      firstAdminClaim: false,
      token: {
        prefix: 'vxa',
        pepper: null,
        previousPepper: null,
        allowedScopes: ['bot', 'tx', 'browser'],
        defaultLifetime: null,
        maxLifetime: null,
        maxPerUser: null,
      },
      limits: {
        perKey: 6_000,
        perAdminKey: 60_000,
        perInternal: 1_200_000,
        perAddress: 240_000,
        guesses: 20,
        store: 'memory',
      },
      defaultMaxConcurrentBots: 0,
      auditRefusalsDays: 90,
      retention: { segments: 0, meetings: 0, usage: 0, auditEvents: 0 },
      heartbeatMs: 10_000,
      trustedDocuments: { paths: [], mode: 'off' },
      shortCuts: true,
      trustProxy: { hops: 0 },
      origins: { exact: new Set(), loopback: true },
      privateTargets: NO_PRIVATE_TARGETS,
      traffic: {
        connectionsPerAddress: 4_096,
        requestsAtOnce: 256,
        subscriptionsAtOnce: 2_048,
        keepAliveMs: 65_000,
        drainMs: 0,
      },
      warnings: [],
      graphiql: true,
    });
  });

  test('every setting arrives where it belongs', () => {
    const url = 'postgresql://me:p%40ss@db.example:5433/latchkey?sslmode=require';
    const { settings, ...config } = parseConfig({
      ...PRODUCTION,
      HOST: '::1',
      BASE_PATH: '/latchkey',
      PORT: '0',
      DATA_DIR: '/srv/latchkey',
      LOG_LEVEL: 'debug',
      LOG_REQUESTS: 'false',
      SERVER_TIMING: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
      METRICS_PORT: '9000',
      DATABASE_URL: url,
      DATABASE_REPLICA_URL: `${url}&application_name=replica`,
      DATABASE_POOL_SIZE: '3',
      BACKUP_DIR: '/var/backups/latchkey',
      BACKUP_EVERY_HOURS: '6',
      BACKUP_KEEP: '28',
      DATABASE_STATEMENT_TIMEOUT_MS: '700',
      ANALYTICS_API_TOKEN: `a-${LONG_KEY}`,
      INTERNAL_API_SECRET: `i-${LONG_KEY}`,
      VEXA_SYSTEM_WEBHOOK_SECRET: `v-${LONG_KEY}`,
      VEXA_EVENT_USERS: 'own',
      FIRST_ADMIN_CLAIM: 'true',
      TOKEN_PREFIX: 'ours',
      TOKEN_PEPPER: PEPPER,
      TOKEN_PEPPER_PREVIOUS: `old-${PEPPER}`,
      TOKEN_ALLOWED_SCOPES: 'tx, bot',
      TOKEN_DEFAULT_LIFETIME: '3600',
      TOKEN_MAX_LIFETIME: '86400',
      TOKEN_MAX_PER_USER: '7',
      RATE_LIMIT_KEY: '9',
      RATE_LIMIT_INTERNAL: '10',
      RATE_LIMIT_ADDRESS: '8',
      GUESS_LIMIT: '7',
      RATE_LIMIT_STORE: 'postgres',
      DEFAULT_MAX_CONCURRENT_BOTS: '2147483647',
      TRANSCRIPT_RETENTION_DAYS: '30',
      MEETING_RETENTION_DAYS: '365',
      USAGE_RETENTION_DAYS: '400',
      AUDIT_RETENTION_DAYS: '730',
      SUBSCRIPTION_HEARTBEAT_MS: '500',
      SHORT_CUTS: '0',
      TRUST_PROXY: 'TRUE',
      CONNECTIONS_PER_ADDRESS: '11',
      REQUESTS_AT_ONCE: '12',
      KEEP_ALIVE_SECONDS: '13',
      DRAIN_SECONDS: '14',
      SUBSCRIPTIONS_AT_ONCE: '15',
      CORS_ORIGINS: 'https://app.example.com, capacitor://localhost',
      WEBHOOK_ALLOWED_NETWORKS: 'n8n, hooks.lan',
      GRAPHIQL: '1',
      TLS_CERT_FILE: '/srv/cert.pem',
      TLS_KEY_FILE: '/srv/key.pem',
      TRUSTED_DOCUMENTS: '/srv/a.json, b.json',
      TRUSTED_DOCUMENTS_MODE: 'report',
    });
    expect(config).toEqual({
      production: true,
      host: '::1',
      port: 0,
      basePath: '/latchkey',
      publicOrigin: null,
      dataDir: '/srv/latchkey',
      tls: { certFile: '/srv/cert.pem', keyFile: '/srv/key.pem' },
      metricsPort: 9_000,
      logLevel: 'debug',
      logRequests: false,
      serverTiming: true,
      tracing: { endpoint: 'http://collector:4318', share: 0.25 },
      database: {
        url,
        directUrl: null,
        replicaUrl: `${url}&application_name=replica`,
        poolSize: 3,
        statementTimeoutMs: 700,
      },
      backup: { dir: '/var/backups/latchkey', everyMs: 21_600_000, keep: 28 },
      keys: {
        admin: [LONG_KEY],
        analytics: [`a-${LONG_KEY}`],
        internal: [`i-${LONG_KEY}`],
        vexaEvents: [`v-${LONG_KEY}`],
      },
      providers: [],
      vexaEventUsers: 'own',
      firstAdminClaim: true,
      token: {
        prefix: 'ours',
        pepper: PEPPER,
        previousPepper: `old-${PEPPER}`,
        allowedScopes: ['tx', 'bot'],
        defaultLifetime: 3_600,
        maxLifetime: 86_400,
        maxPerUser: 7,
      },
      limits: {
        perKey: 9,
        perAdminKey: 90,
        perInternal: 10,
        perAddress: 8,
        guesses: 7,
        store: 'postgres',
      },
      defaultMaxConcurrentBots: 2_147_483_647,
      auditRefusalsDays: 90,
      retention: { segments: 30, meetings: 365, usage: 400, auditEvents: 730 },
      heartbeatMs: 500,
      trustedDocuments: { paths: [resolve('/srv/a.json'), resolve('b.json')], mode: 'report' },
      shortCuts: false,
      trustProxy: { hops: 1, isImplied: true },
      privateTargets: { ...NO_PRIVATE_TARGETS, names: new Set(['n8n', 'hooks.lan']) },
      origins: {
        exact: new Set(['https://app.example.com', 'capacitor://localhost']),
        loopback: false,
      },
      traffic: {
        connectionsPerAddress: 11,
        requestsAtOnce: 12,
        subscriptionsAtOnce: 15,
        keepAliveMs: 13_000,
        drainMs: 14_000,
      },
      warnings: [
        'TRUST_PROXY=true trusts exactly one proxy: set TRUST_PROXY=1, or the addresses of your proxies',
      ],
      graphiql: true,
    });
    expect(settings.map(({ name }) => name)).toEqual(SETTINGS.map(({ name }) => name));
  });

  test('an empty value counts as not set', () => {
    const empty = Object.fromEntries(SETTINGS.map(({ name }) => [name, '']));
    expect(parseConfig({ ...empty, ADMIN_API_TOKEN_FILE: '' })).toEqual(parseConfig({}));
  });

  test('production listens on all interfaces unless told otherwise', () => {
    expect(parseConfig(PRODUCTION).host).toBe('0.0.0.0');
    expect(parseConfig({ ...PRODUCTION, HOST: 'localhost' }).host).toBe('localhost');
  });

  test('no web page is allowed in production unless it is set, and nowhere with `none`', () => {
    const nobody = { exact: new Set(), loopback: false };
    expect(parseConfig(PRODUCTION).origins).toEqual(nobody);
    expect(parseConfig({ CORS_ORIGINS: 'none' }).origins).toEqual(nobody);
  });

  test('production serves GraphiQL only when told to', () => {
    expect(parseConfig(PRODUCTION).graphiql).toBe(false);
    expect(parseConfig({ GRAPHIQL: 'false' }).graphiql).toBe(false);
  });

  test.each([
    ['WARNING', 'warn'],
    ['CRITICAL', 'fatal'],
    ['INFO', 'info'],
  ])('the log level %s of other services is known as %s', (given, level) => {
    expect(parseConfig({ LOG_LEVEL: given }).logLevel).toBe(level);
  });

  test.each([
    'postgres://user@/db?host=/run/postgresql',
    'postgres:///db',
    'postgresql://[::1]:5432/db',
  ])('the database address %s is accepted', (url) => {
    expect(parseConfig({ DATABASE_URL: url }).database.url).toBe(url);
  });

  test('in development a short key from the documentation will do', () => {
    expect(parseConfig({ ADMIN_API_TOKEN: 'token' }).keys.admin).toEqual(['token']);
  });

  test('two operator keys may be given while one takes the place of the other', () => {
    const { keys } = parseConfig({
      ...PRODUCTION,
      ADMIN_API_TOKEN: `${LONG_KEY}, new-${LONG_KEY}`,
      ANALYTICS_API_TOKEN: `a-${LONG_KEY}`,
    });
    expect(keys.admin).toEqual([LONG_KEY, `new-${LONG_KEY}`]);
  });
});

describe('the name of an environment variable that is no setting', () => {
  test.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_URLS', 'DATABASE_URL'],
    ['ADMIN_API_TOKN_FILE', 'ADMIN_API_TOKEN_FILE'],
    ['admin_api_token', 'ADMIN_API_TOKEN'],
    ['TRUST_PROXXY', 'TRUST_PROXY'],
    ['RATE_LIMT_KEY', 'RATE_LIMIT_KEY'],
    ['TOKEN_PEPER', 'TOKEN_PEPPER'],
    ['DRAIN_SECOND', 'DRAIN_SECONDS'],
  ])('%s is named with the setting that it resembles', (name, meant) => {
    const { warnings } = parseConfig({ [name]: 'a-secret-value' });
    expect(warnings).toEqual([`${name} is not a setting: did you mean ${meant}?`]);
  });

  test.each(['PATH', 'POST', 'HOSTS', 'PGDATABASE', 'NODE_OPTIONS', 'HOSTNAME', 'LOGNAME'])(
    '%s may be of another program',
    (name) => {
      expect(parseConfig({ [name]: 'x' }).warnings).toEqual([]);
    },
  );

  test('no setting resembles another one so much that it would be named', () => {
    const all = Object.fromEntries(
      SETTINGS.flatMap(({ name, secret }) =>
        secret
          ? [
              [name, ''],
              [`${name}_FILE`, ''],
            ]
          : [[name, '']],
      ),
    );
    expect(parseConfig(all).warnings).toEqual([]);
  });
});
