import { adminKeyVerifier } from './admin-key/verify.ts';
import type { App } from './app.ts';
import { proveFirstHead } from './audit/head.ts';
import { refusalLog } from './audit/refusals.ts';
import { trailSealer } from './audit/seal.ts';
import { seldom } from './background.ts';
import { openDatabase, openPlainDatabase } from './database/database.ts';
import { migrationsDirectory, readMigrations } from './database/migration-files.ts';
import { readTogether } from './database/together.ts';
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
import { forgetWriters, usageMeter } from './usage/meter.ts';
import { openVault } from './vault/data-keys.ts';
import { realOutside } from './webhook/outside.ts';

export type Assembled = {
  readonly app: App;
  /** What has to be done again and again, and once more at the end. */
  readonly works: Readonly<Record<string, () => Promise<void>>>;
  readonly close: () => Promise<void>;
};

const ODD_KEYS_MS = 10_000;
const FORGET_MS = 30_000;
const WRITERS_MS = 3_600_000;

/**
 * What every part of the service uses, without the port.
 * @throws StartError when keys were made with a pepper that is not given
 */
export async function createApp(options: ServiceOptions): Promise<Assembled> {
  const { config, databaseUrl, operatorKeys, clock, log, onStatement } = options;
  const settings = { ...config.database, url: databaseUrl };
  const db = openDatabase({ ...settings, ...(onStatement && { onStatement }) });
  const side = openPlainDatabase({ ...settings, poolSize: 1 });
  const close = async () => {
    await side.close();
    await db.close();
  };
  try {
    const peppers = await numberPeppers(side.rows, options.peppers);
    if (!options.acceptLostPeppers) await refuseLostPeppers(side.rows, peppers);
    const vault = await openVault(side.rows, peppers, { acceptLoss: options.acceptLostPeppers });
    await proveFirstHead(side, vault);
    const oddKeys = oddKeysWatch(side.rows);
    await oddKeys.look();
    const tokens = userKeyVerifier(db.rows, { clock, peppers, oddKeys });
    const gateway = gatewayVerifier(db.rows, { clock, peppers, oddKeys });
    const adminKeys = adminKeyVerifier(db.rows, { clock, peppers });
    const usage = usageMeter(side.rows);
    const refusals = refusalLog(side, clock);
    const sealer = trailSealer(side, vault, log);
    const migrations = await readMigrations(migrationsDirectory());
    const names = migrations.map(({ name }) => name);
    return {
      app: {
        config,
        db,
        together: readTogether(db.rows),
        clock,
        log,
        peppers,
        vault,
        operatorKeys,
        verifyKey: tokens.find,
        verifyForGateway: gateway.find,
        verifyAdminKey: adminKeys.find,
        outside: options.outside ?? realOutside,
        limits: createLimits(config, db.rows),
        oddKeys,
        usage,
        refusals,
        sealer,
        changes: meetingChanges({ databaseUrl, log }),
        isReady: readiness(db, names),
      },
      works: {
        usage: usage.flush,
        refusals: refusals.flush,
        sealing: sealer.sealAll,
        tokensToNewPepper: tokens.rehash,
        gatewayKeysToNewPepper: gateway.rehash,
        adminKeysToNewPepper: adminKeys.rehash,
        oddKeys: seldom(ODD_KEYS_MS, oddKeys.look),
        repeatedRequests: seldom(FORGET_MS, () => forgetRequests(side.rows, clock)),
        limits: seldom(FORGET_MS, () => forgetLimits(side.rows)),
        usageWriters: seldom(WRITERS_MS, () => forgetWriters(side.rows)),
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
