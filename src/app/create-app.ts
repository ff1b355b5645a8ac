import { documentStore } from '../api/graphql/documents.ts';
import type { TrustedDocuments } from '../api/graphql/trusted-documents.ts';
import { warnOfRefused } from '../api/graphql/validated-documents.ts';
import type { App } from '../core/app.ts';
import { type BackgroundJobs, every } from '../core/background-job.ts';
import { createMetrics, type Metrics } from '../core/metrics.ts';
import type { Notices } from '../core/notices.ts';
import { VERSION } from '../core/version.ts';
import { coalescedReads, separateReads } from '../data/coalescing/read-coalescing.ts';
import { openPools, type Pools } from '../data/connection/pools.ts';
import { readObjects } from '../data/migrations/expected-objects.ts';
import { readTables } from '../data/migrations/expected-tables.ts';
import { migrationsDirectory, readMigrations } from '../data/migrations/migration-files.ts';
import { DOMAINS } from '../domain/domains.ts';
import { jobsOf, noticesOf, partsOf } from '../kit/registry.ts';
import { proveFirst } from '../security/audit/mark.ts';
import { refusalLog } from '../security/audit/refusals.ts';
import { auditSealer } from '../security/audit/seal.ts';
import {
  type EventWriter,
  eventWriter,
  signedDatabase,
} from '../security/audit/signed-database.ts';
import { adminKeyVerifier } from '../security/authentication/admin-key.ts';
import { digestKeys, digestOperatorKeys } from '../security/authentication/authenticate.ts';
import { knownKeys } from '../security/authentication/known-keys.ts';
import { watchUnknownFormatKeys } from '../security/authentication/unknown-format.ts';
import { userKeyVerifier } from '../security/authentication/user-key.ts';
import { forgetRequests } from '../security/idempotency/forget.ts';
import { refuseLostPeppers } from '../security/keys/lost-peppers.ts';
import { numberPeppers } from '../security/keys/peppers.ts';
import { forgetLimits } from '../security/limits/forget.ts';
import { createLimits } from '../security/limits/limits.ts';
import { createProviders } from '../security/providers/providers.ts';
import { provenBySession } from '../security/sessions/proof.ts';
import { forgetSessions } from '../security/sessions/sessions.ts';
import { openVault } from '../security/vault/data-keys.ts';
import { watchNotices, watchPools, watchReplica } from './gauges.ts';
import type { ServiceOptions } from './service.ts';
import { START_FILES } from './start-files.ts';

export type Assembled = {
  readonly app: App;
  /** What has to be done again and again, and once more at the end. */
  readonly jobs: BackgroundJobs;
  /** From now on, work is refused at once while the database is away. */
  readonly watchDatabase: () => void;
  /** Streams would keep the port busy until its patience ends. */
  readonly endStreams: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * What every part of the service uses, without the port.
 * @throws StartError when keys were made with a pepper that is not given, or for a file that is no manifest
 */
export async function createApp(options: ServiceOptions): Promise<Assembled> {
  const { config, databaseUrl, log, onStatement, metrics = createMetrics(VERSION) } = options;
  const trustedDocuments = options.files?.trustedDocuments ?? START_FILES.trustedDocuments(config);
  warnOfRefused(trustedDocuments, log);
  const observer = onStatement && { onStatement };
  const { close, ...opened } = openPools({
    ...config.database,
    url: databaseUrl,
    log,
    ...observer,
  });
  watchPools(metrics, opened);
  if (opened.replica !== null) watchReplica(metrics, opened.replica);
  const pools = signed(opened);
  try {
    const parts = { ...pools, ...(await openParts(options, pools)) };
    const app = await assemble(options, { ...parts, metrics, trustedDocuments });
    for (const domain of DOMAINS) domain.metrics?.(metrics, app);
    const jobs = allJobs(app, parts);
    return {
      app,
      jobs,
      watchDatabase: pools.breaker.begin,
      endStreams: () => endStreams(app),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function endStreams(app: App): Promise<void> {
  await Promise.all(DOMAINS.map(({ close }) => close?.(app)));
}

/** Everything is signed that writes events. */
function signed<Opened extends Pick<Pools, 'db' | 'side'>>(opened: Opened) {
  const writer = eventWriter();
  return {
    ...opened,
    db: signedDatabase(opened.db, writer),
    side: signedDatabase(opened.side, writer),
    writer,
  };
}

type Databases = Pools & { readonly writer: EventWriter };

/** What knows keys, and what writes in the background. */
async function openParts(
  { config, clock, log, peppers: texts, acceptLostPeppers }: ServiceOptions,
  { keys: { rows: keyRows }, side, writer }: Databases,
) {
  const peppers = await numberPeppers(side.rows, texts);
  if (!acceptLostPeppers) await refuseLostPeppers(side.rows, peppers, clock);
  const vault = await openVault(side.rows, peppers, { acceptLoss: acceptLostPeppers });
  await proveFirst(side, vault);
  writer.open(vault);
  const sealer = auditSealer({ db: side, writer, vault, clock, log });
  // From here on it is missed if it ends without a word.
  await sealer.register();
  const unknownFormatKeys = watchUnknownFormatKeys(side.rows);
  await unknownFormatKeys.look();
  const verifier = { clock, peppers, unknownFormatKeys, sharesReads: config.shortCuts };
  return {
    peppers,
    vault,
    unknownFormatKeys,
    verifier,
    tokens: userKeyVerifier(keyRows, verifier),
    adminKeys: adminKeyVerifier(keyRows, verifier),
    knownKeys: knownKeys(keyRows, { peppers, unknownFormatKeys }),
    refusals: refusalLog({ db: side, clock, log }),
    sealer,
  };
}

type Parts = Databases & Awaited<ReturnType<typeof openParts>>;
type Read = { readonly trustedDocuments: TrustedDocuments; readonly metrics: Metrics };

async function assemble(options: ServiceOptions, all: Parts & Read): Promise<App> {
  const { config, databaseUrl, operatorKeys, clock, log, network } = options;
  const {
    side,
    keys,
    writer: _writer,
    limits,
    breaker,
    replica,
    tokens,
    adminKeys,
    verifier,
    ...parts
  } = all;
  const made = { tables: await readTables(), objects: await readObjects() };
  const migrations = (await readMigrations(migrationsDirectory())).map(({ name }) => name);
  const sharedReads = config.shortCuts ? coalescedReads : separateReads;
  const own = {
    ...parts,
    config,
    clock,
    log,
    operatorKeys: digestOperatorKeys(operatorKeys),
    internalKeys: digestKeys(config.keys.internal),
    documents: documentStore(),
    sharedReads: sharedReads(parts.db.rows, parts.db.onReplica?.rows),
    verifyKey: tokens.find,
    verifyAdminKey: adminKeys.find,
    limits: createLimits(config, limits.rows),
    providers: createProviders(config.providers, { clock, log }),
    provenBySession,
  };
  const directUrl = config.database.directUrl ?? databaseUrl;
  const notices = () => shown;
  const shared = { config, clock, log, side, keys, verifier, breaker, directUrl };
  const from = { ...shared, migrations, made, vault: parts.vault, network, notices };
  const app: App = { ...own, ...partsOf(DOMAINS, from, own) };
  const shown = noticesOf(DOMAINS, app, {
    ...noticesOfAudit(parts),
    ...noticesOfProviders(app),
    ...(replica && { replica: replica.notice }),
  });
  watchNotices(app.metrics, shown);
  return app;
}

/** Shown by `/health/ready`: one line for each thing that may be set aside. */
function noticesOfAudit({ sealer, refusals }: Pick<Parts, 'sealer' | 'refusals'>): Notices {
  return {
    audit: () => sealer.problem() ?? 'ok',
    refusals: () => refusals.problem() ?? 'ok',
  };
}

function noticesOfProviders({ providers, config }: App): Notices {
  return config.providers.length === 0 ? {} : { signIn: () => providers.notice() ?? 'ok' };
}

const UNKNOWN_FORMAT_KEYS_MS = 10_000;
const FORGET_MS = 30_000;
const ENDED_MS = 60_000;

function allJobs(
  app: App,
  { side, refusals, sealer, tokens, adminKeys, unknownFormatKeys }: Parts,
): BackgroundJobs {
  const own = {
    refusals: { run: refusals.write, last: refusals.flush, unwritten: refusals.unwritten },
    endedWriters: every(ENDED_MS, sealer.forgetEnded),
    tokensToNewPepper: { run: tokens.rehash },
    adminKeysToNewPepper: { run: adminKeys.rehash },
    unknownFormatKeys: every(UNKNOWN_FORMAT_KEYS_MS, unknownFormatKeys.look),
    repeatedRequests: every(FORGET_MS, () => forgetRequests(side, app.clock)),
    limits: every(FORGET_MS, () => forgetLimits(side)),
    sessions: every(FORGET_MS, () => forgetSessions({ db: side, clock: app.clock })),
    // Not waited for: a provider may take its time. At the end there is nothing to be read.
    providerKeys: { run: async () => void app.providers.refresh(), last: async () => {} },
  };
  // Last: what the others write is in the account that this closes.
  const last = { sealing: { run: sealer.sealAll, last: sealer.close } };
  return jobsOf(DOMAINS, { app, side }, { own, last });
}
