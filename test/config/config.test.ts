import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { SETTINGS } from '../../src/core/config/settings.ts';
import { AS_READ, DEFAULTS, EVERY_SETTING, LONG_KEY, PRODUCTION } from './expected.ts';

/** What containers, Kubernetes, npm, CI and systemd set. */
const OF_OTHERS =
  `PATH POST HOSTS PGDATABASE PGHOST PGPASSWORD PGDATA NODE_OPTIONS NODE_VERSION NODE_EXTRA_CA_CERTS NODE_PATH HOSTNAME LOGNAME HOME USER SHELL PWD OLDPWD LANG LC_ALL TERM TZ EDITOR SHLVL TMPDIR LS_COLORS SSH_AUTH_SOCK SSH_CLIENT XDG_DATA_DIRS XDG_DATA_HOME XDG_RUNTIME_DIR XDG_CONFIG_DIRS DBUS_SESSION_BUS_ADDRESS KUBERNETES_SERVICE_HOST KUBERNETES_SERVICE_PORT KUBERNETES_SERVICE_PORT_HTTPS KUBERNETES_PORT KUBERNETES_PORT_443_TCP KUBERNETES_PORT_443_TCP_ADDR KUBERNETES_PORT_443_TCP_PROTO LATCHKEY_SERVICE_HOST LATCHKEY_SERVICE_PORT LATCHKEY_PORT_8056_TCP LATCHKEY_PORT_8056_TCP_PORT LATCHKEY_METRICS_SERVICE_PORT DATABASE_SERVICE_HOST DATABASE_PORT_5432_TCP DATABASE_PORT_5432_TCP_ADDR POSTGRES_USER POSTGRES_PASSWORD POSTGRES_DB POD_NAME POD_NAMESPACE POD_IP npm_config_cache npm_config_log_level npm_package_name npm_lifecycle_event npm_config_local_prefix npm_execpath INIT_CWD CI GITHUB_TOKEN GITHUB_ACTIONS GITHUB_WORKSPACE RUNNER_TEMP CI_JOB_TOKEN CI_API_V4_URL GITLAB_CI INVOCATION_ID JOURNAL_STREAM NOTIFY_SOCKET LISTEN_FDS LISTEN_PID LISTEN_FDNAMES MAINPID WATCHDOG_USEC WATCHDOG_PID CREDENTIALS_DIRECTORY STATE_DIRECTORY RUNTIME_DIRECTORY LOGS_DIRECTORY CACHE_DIRECTORY CONFIGURATION_DIRECTORY SYSTEMD_EXEC_PID MEMORY_PRESSURE_WATCH TEST_DATABASE_URL VEXA_DATABASE_URL REDIS_URL RUST_LOG_LEVEL APP_DATA_DIR SSL_CERT_FILE SSL_CERT_DIR HTTP_PROXY HTTPS_PROXY NO_PROXY AWS_ACCESS_KEY_ID AWS_WEB_IDENTITY_TOKEN_FILE OTEL_TRACES_SAMPLER OTEL_EXPORTER_OTLP_TRACES_ENDPOINT OTEL_EXPORTER_OTLP_HEADERS OTEL_SERVICE_NAME ADMIN_API_URL DOCKER_HOST UV_THREADPOOL_SIZE`.split(
    ' ',
  );

describe('what is read', () => {
  test('nothing is needed in development', () => {
    const { settings, ...config } = parseConfig({});
    expect(settings.every(({ isSet }) => !isSet)).toBe(true);
    expect(config).toEqual(DEFAULTS);
  });

  test('every setting arrives where it belongs', () => {
    const { settings, ...config } = parseConfig(EVERY_SETTING);
    expect(config).toEqual(AS_READ);
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
    ['DRAIN_SECS', 'DRAIN_SECONDS'],
    ['TLS_CERT', 'TLS_CERT_FILE'],
    ['TLS_KEY', 'TLS_KEY_FILE'],
    ['TLS_CERTIFICATE_FILE', 'TLS_CERT_FILE'],
    ['TLS_CERTIFICATE', 'TLS_CERT_FILE'],
    ['TRANSCRIPT_RETENTION', 'TRANSCRIPT_RETENTION_DAYS'],
    ['BACKUP_PATH', 'BACKUP_DIR'],
    ['BACKUP_FOLDER', 'BACKUP_DIR'],
    ['BACKUP_INTERVAL_HOURS', 'BACKUP_EVERY_HOURS'],
    ['CORS_ALLOWED_ORIGINS', 'CORS_ORIGINS'],
    ['LATCHKEY_PORT', 'PORT'],
    ['LATCHKEY_DATABASE_URL', 'DATABASE_URL'],
    ['LATCHKEY_BACKUP_PATH', 'BACKUP_DIR'],
    ['RATE_LIMIT_ADMIN', 'RATE_LIMIT_ADMIN_KEY'],
    ['RATE_LIMIT_PER_KEY', 'RATE_LIMIT_KEY'],
    ['DATABASE_URL_PATH', 'DATABASE_URL_FILE'],
  ])('%s is named with the setting that it resembles', (name, meant) => {
    const { warnings } = parseConfig({ [name]: 'a-secret-value' });
    expect(warnings).toEqual([`${name} is not a setting: did you mean ${meant}?`]);
  });

  test.each(OF_OTHERS)('%s may be of another program', (name) => {
    expect(parseConfig({ [name]: 'x' }).warnings).toEqual([]);
  });

  test('a link that Kubernetes or Docker sets is none', () => {
    const address = 'tcp://10.0.0.7:8056';
    expect(parseConfig({ LATCHKEY_PORT: address, TLS_KEY: address }).warnings).toEqual([]);
  });

  test('a name beside the setting that it resembles is meant for another program', () => {
    const given = { DATABASE_PUBLIC_URL: 'x', DATABASE_URL: 'postgres://u@h/d' };
    expect(parseConfig(given).warnings).toEqual([]);
  });

  test('each setting without a word in it or with an abbreviation of one is named', () => {
    for (const { name } of SETTINGS) {
      const words = name.split('_');
      if (words.length < 3 || name.startsWith('OTEL_') || name.startsWith('NODE_')) continue;
      const shorter = words.toSpliced(1, 1).join('_');
      const isOther = SETTINGS.some((other) => other.name === shorter);
      if (isOther) continue;
      const { warnings } = parseConfig({ [shorter]: 'a-value' });
      expect(warnings[0], shorter).toMatch(/ is not a setting: did you mean /);
    }
  });

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
