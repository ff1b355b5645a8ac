import { adminKeyVerifier } from './admin-key/verify.ts';
import type { App } from './app.ts';
import { proveFirstHead } from './audit/head.ts';
import { refusalLog } from './audit/refusals.ts';
import { trailSealer } from './audit/seal.ts';
import { digestsOf } from './auth/authenticate.ts';
import { seldom, type Works } from './background.ts';
import {
  type Database,
  openDatabase,
  openPlainDatabase,
  type PlainDatabase,
} from './database/database.ts';
import { migrationsDirectory, readMigrations } from './database/migration-files.ts';
import { readAlone, readTogether } from './database/together.ts';
import { writeAlone, writeTogether } from './database/write-together.ts';
import { gatewayVerifier } from './gateway/verify.ts';
import { readiness } from './health/readiness.ts';
import { forgetRequests } from './idempotency/forget.ts';
import { refuseLostPeppers } from './key/lost-peppers.ts';
import { numberPeppers } from './key/peppers.ts';
import { forgetLimits } from './limits/forget.ts';
import { createLimits } from './limits/limits.ts';
import { meetingChanges } from './live/changes.ts';
import type { ServiceOptions } from './service.ts';
import { oddKeysWatch } from './token/odd-form.ts';
import { userKeyVerifier } from './token/verify.ts';
import { usageMeter } from './usage/meter.ts';
import { forgetWriters } from './usage/write.ts';
import { openVault } from './vault/data-keys.ts';
import { targetCheck } from './webhook/check.ts';
import { realOutside } from './webhook/outside.ts';
import { userSecrets } from './webhook/secret.ts';

export type Assembled = {
  readonly app: App;
  /** What has to be done again and again, and once more at the end. */
  readonly works: Works;
  readonly close: () => Promise<void>;
};

/**
 * What every part of the service uses, without the port.
 * @throws StartError when keys were made with a pepper that is not given
 */
export async function createApp(options: ServiceOptions): Promise<Assembled> {
  const { close, ...databases } = openDatabases(options);
  try {
    const parts = { ...databases, ...(await openParts(options, databases)) };
    return { app: await assemble(options, parts), works: worksOf(options, parts), close };
  } catch (error) {
    await close();
    throw error;
  }
}

type Databases = {
  readonly db: Database;
  /** For what is done in the background. */
  readonly side: PlainDatabase;
};

function openDatabases({
  config,
  databaseUrl,
  onStatement,
}: ServiceOptions): Databases & Pick<Assembled, 'close'> {
  const settings = { ...config.database, url: databaseUrl };
  const db = openDatabase({ ...settings, ...(onStatement && { onStatement }) });
  const side = openPlainDatabase({ ...settings, poolSize: 1 });
  const close = async () => {
    await side.close();
    await db.close();
  };
  return { db, side, close };
}

/** What knows keys, and what writes in the background. */
async function openParts(
  { config, clock, log, peppers: texts, acceptLostPeppers }: ServiceOptions,
  { db, side }: Databases,
) {
  const peppers = await numberPeppers(side.rows, texts);
  if (!acceptLostPeppers) await refuseLostPeppers(side.rows, peppers, clock);
  const vault = await openVault(side.rows, peppers, { acceptLoss: acceptLostPeppers });
  await proveFirstHead(side, vault);
  const oddKeys = oddKeysWatch(side.rows);
  await oddKeys.look();
  const keys = { clock, peppers, oddKeys, sharesReads: config.shortCuts };
  return {
    peppers,
    vault,
    oddKeys,
    tokens: userKeyVerifier(db.rows, keys),
    gateway: gatewayVerifier(db.rows, keys),
    adminKeys: adminKeyVerifier(db.rows, keys),
    usage: usageMeter(side.rows),
    refusals: refusalLog(side, clock),
    sealer: trailSealer(side, vault, log),
  };
}

type Parts = Databases & Awaited<ReturnType<typeof openParts>>;

async function assemble(
  { config, databaseUrl, operatorKeys, clock, log, outside = realOutside() }: ServiceOptions,
  { side: _side, tokens, gateway, adminKeys, ...parts }: Parts,
): Promise<App> {
  const migrations = await readMigrations(migrationsDirectory());
  return {
    ...parts,
    config,
    clock,
    log,
    operatorKeys: digestsOf(operatorKeys),
    checkTarget: targetCheck(outside),
    secrets: userSecrets(parts.vault, log),
    together: (config.shortCuts ? readTogether : readAlone)(parts.db.rows),
    writeTogether: config.shortCuts ? writeTogether() : writeAlone,
    verifyKey: tokens.find,
    verifyForGateway: gateway.find,
    verifyAdminKey: adminKeys.find,
    limits: createLimits(config, parts.db.rows),
    changes: meetingChanges({ databaseUrl, log }),
    isReady: readiness(
      parts.db,
      migrations.map(({ name }) => name),
    ),
  };
}

const ODD_KEYS_MS = 10_000;
const FORGET_MS = 30_000;
const WRITERS_MS = 3_600_000;

function worksOf(
  { clock }: ServiceOptions,
  { side: { rows }, usage, refusals, sealer, tokens, gateway, adminKeys, oddKeys }: Parts,
): Works {
  return {
    usage: { run: usage.flush, unwritten: usage.unwritten },
    refusals: { run: refusals.flush, unwritten: refusals.unwritten },
    sealing: { run: sealer.sealAll },
    tokensToNewPepper: { run: tokens.rehash },
    gatewayKeysToNewPepper: { run: gateway.rehash },
    adminKeysToNewPepper: { run: adminKeys.rehash },
    oddKeys: seldom(ODD_KEYS_MS, oddKeys.look),
    repeatedRequests: seldom(FORGET_MS, () => forgetRequests(rows, clock)),
    limits: seldom(FORGET_MS, () => forgetLimits(rows)),
    usageWriters: seldom(WRITERS_MS, () => forgetWriters(rows)),
  };
}
