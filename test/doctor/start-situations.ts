import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createScratchDatabase, dropScratchDatabase, query } from '../database/scratch.ts';
import { createHome, during } from '../key/peppers.ts';
import { endedCertificate, hasOpenSSL, makeCertificate } from '../support/certificates.ts';
import { neededInCI } from '../support/in-ci.ts';
import { clockBy, spoiled } from './database-situations.ts';
import { type Env, first, type Situation, type Stage, type Start } from './situation.ts';

// What a start reads besides the settings, and where it listens.

const isPossible = neededInCI(hasOpenSSL(), 'apt-get install openssl');
const DAY_MS = 86_400_000;
const OWN = 'query Own { viewer { access } }';
const OTHER = 'query Other { viewer { access } }';

/** Files of these names and contents, which settings name. */
const files =
  (contents: Readonly<Record<string, string>>, envOf: (path: (name: string) => string) => Env) =>
  ({ folder }: Stage): Start => {
    for (const [name, text] of Object.entries(contents))
      writeFileSync(join(folder, name), text, { mode: 0o600 });
    return { env: envOf((name) => join(folder, name)) };
  };

const documents = (contents: Readonly<Record<string, unknown>>) =>
  files(
    Object.fromEntries(
      Object.entries(contents).map(([name, content]) => [name, JSON.stringify(content)]),
    ),
    (path) => ({ TRUSTED_DOCUMENTS: Object.keys(contents).map(path).join(',') }),
  );

/** A certificate of the service itself. */
const certified =
  (days = 90, make = makeCertificate, { env }: Start = {}) =>
  ({ folder }: Stage): Start => {
    const { certFile, keyFile } = make(folder, 'own', { days });
    return { env: { ...env, TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } };
  };

/** Each keeps the service from starting, which says so in the same words. */
export const REFUSED_STARTS: readonly Situation[] = [
  {
    what: 'a certificate that is not there',
    finds: ['fail', 'certificate', /TLS_CERT_FILE names cannot be read \(ENOENT\)/],
    remedy: /does not start until this is corrected/,
    start: { env: { TLS_CERT_FILE: '/no/where', TLS_KEY_FILE: '/no/where' } },
  },
  {
    what: 'the key of another certificate',
    finds: ['fail', 'certificate', /does not hold the key of the certificate in TLS_CERT_FILE/],
    start: ({ folder }) => {
      const { certFile } = makeCertificate(folder, 'one');
      const { keyFile } = makeCertificate(folder, 'other');
      return { env: { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile } };
    },
    isPossible,
  },
  {
    what: 'a list of documents that is not there',
    finds: ['fail', 'documents', /\/no\/where in TRUSTED_DOCUMENTS cannot be read \(ENOENT\)/],
    start: { env: { TRUSTED_DOCUMENTS: '/no/where' } },
  },
  {
    what: 'a list of documents that is no JSON',
    finds: ['fail', 'documents', /list\.json in TRUSTED_DOCUMENTS is not valid JSON/],
    start: files({ 'list.json': '{' }, (path) => ({ TRUSTED_DOCUMENTS: path('list.json') })),
  },
  {
    what: 'lists that contradict each other',
    finds: ['fail', 'documents', /have different documents with the id `own`/],
    start: documents({ 'one.json': { own: OWN }, 'other.json': { own: OTHER } }),
  },
  {
    what: 'a damaged admin key',
    finds: ['fail', 'secrets', /admin-key holds no usable key\. Delete it/],
    start: files({ 'admin-key': 'two words' }, (path) => ({
      ADMIN_API_TOKEN: '',
      DATA_DIR: path(''),
    })),
  },
  {
    what: 'a damaged pepper',
    finds: ['fail', 'secrets', /token-pepper is damaged\. Restore it/],
    start: files({ 'token-pepper': 'short' }, (path) => ({ TOKEN_PEPPER: '', DATA_DIR: path('') })),
  },
  {
    what: 'a pepper that cannot be read',
    finds: ['fail', 'secrets', /token-pepper cannot be read \(EISDIR\)/],
    start: ({ folder }) => {
      mkdirSync(join(folder, 'token-pepper'), { mode: 0o700 });
      return { env: { TOKEN_PEPPER: '', DATA_DIR: folder } };
    },
  },
  {
    what: 'no PostgreSQL in the package',
    finds: ['fail', 'database', /includes no PostgreSQL for \w+ none .*: set DATABASE_URL/],
    start: {
      env: {
        DATABASE_URL: '',
        ...first(`Object.defineProperty(process, 'arch', { value: 'none' });`),
      },
    },
  },
  {
    what: 'an address of another machine',
    finds: ['fail', 'address', /HOST 192\.0\.2\.1 is not an address of this machine/],
    start: { env: { HOST: '192.0.2.1' } },
  },
  {
    what: 'a later program',
    finds: ['fail', 'migrations', /newer than this program: it has migration 99990101000000_later/],
    start: spoiled(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at) values ('x', 'x', '99990101000000_later', now())`,
    ),
  },
  {
    what: 'a migration that was changed',
    finds: ['fail', 'migrations', /was changed after it was applied/],
    start: spoiled(`update _prisma_migrations set checksum = 'x'`),
  },
  {
    what: 'a migration that another tool did not finish',
    finds: ['fail', 'migrations', /did not finish\. Undo its changes/],
    start: spoiled(
      'update _prisma_migrations set finished_at = null where migration_name = (select max(migration_name) from _prisma_migrations)',
    ),
  },
  {
    what: 'tables in another schema',
    finds: ['fail', 'database', /are in the schema "other" of the database/],
    start: async () => {
      const databaseUrl = await createScratchDatabase();
      onTestFinished(() => dropScratchDatabase(databaseUrl));
      await query(
        databaseUrl,
        'create schema other; create table other._prisma_migrations (); create table other.api_tokens ()',
      );
      return { env: { DATABASE_URL: databaseUrl } };
    },
  },
  {
    what: 'secrets that were sealed with another pepper, and no keys',
    finds: ['fail', 'pepper', /The secrets and the audit log .*were sealed with another/],
    start: sealed,
  },
  {
    what: 'no pepper, and secrets that were sealed with one',
    finds: ['fail', 'pepper', /[Tt]he secrets and the audit log .*were sealed with/],
    start: async (stage) => {
      const { env } = await sealed(stage);
      return { env: { ...env, TOKEN_PEPPER: '', DATA_DIR: join(stage.folder, 'data') } };
    },
  },
];

/** An installation that has been started, with nothing but its audit log. */
async function sealed({ pepper }: Stage): Promise<Start> {
  const { databaseUrl } = await createHome();
  onTestFinished(() => dropScratchDatabase(databaseUrl));
  await during({ databaseUrl }, { current: pepper }, async () => {});
  return { env: { DATABASE_URL: databaseUrl, TOKEN_PEPPER: `${pepper}!` } };
}

/** A start accepts these. */
export const START_SITUATIONS: readonly Situation[] = [
  {
    what: 'a certificate of the service',
    finds: ['ok', 'certificate', /The one in TLS_CERT_FILE is valid until \d{4}-\d\d-\d\d\.$/],
    start: certified(),
    isPossible,
  },
  {
    what: 'a certificate of the service that ends soon',
    finds: ['warn', 'certificate', /ends in \d days, on \d{4}-\d\d-\d\d\.$/],
    remedy: /^Renew it, and send SIGHUP/,
    start: certified(5),
    isPossible,
  },
  {
    what: 'a certificate of the service that has ended',
    finds: ['fail', 'certificate', /refuse the certificate in TLS_CERT_FILE: it ended on \d{4}/],
    remedy: /^Renew it/,
    start: certified(90, endedCertificate),
    isPossible,
  },
  {
    what: 'a certificate of the service that is not valid yet',
    finds: ['fail', 'certificate', /refuse the certificate in TLS_CERT_FILE before \d{4}/],
    remedy: /clocks/,
    start: certified(90, makeCertificate, clockBy(-DAY_MS)),
    isPossible,
  },
  {
    what: 'documents of clients',
    finds: ['ok', 'documents', /^2 are listed in TRUSTED_DOCUMENTS\.$/],
    start: documents({ 'list.json': { own: OWN, other: OTHER } }),
  },
  {
    what: 'a document of clients that this version refuses',
    finds: ['warn', 'documents', /^1 of 2 in TRUSTED_DOCUMENTS do not match .* such as old: /],
    remedy: /Deploy clients that fit this version/,
    start: documents({ 'list.json': { own: OWN, old: '{ nothing }' } }),
  },
];
