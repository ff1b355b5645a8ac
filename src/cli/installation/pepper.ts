import sql from 'sql-template-tag';
import { databaseClock } from '../../core/clock.ts';
import type { Config } from '../../core/config/config.ts';
import { hasPepper, loadPepper } from '../../core/config/secrets.ts';
import type { Rows } from '../../data/database.ts';
import { countByPepper } from '../../security/keys/lost-peppers.ts';
import { fingerprintOf } from '../../security/keys/peppers.ts';
import { isVaultLost } from '../../security/vault/data-keys.ts';
import { fail, type InstallationCheck, ok, warn } from './check.ts';

const NAME = 'pepper';

/** Whether the pepper at hand is the one that keys were made with. */
export async function checkPepper(rows: Rows, config: Config): Promise<InstallationCheck[]> {
  const counts = await countByPepper(rows, databaseClock);
  const keys = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (!hasPepper(config)) return [await checkMissing(rows, keys)];
  const previous = config.token.previousPepper;
  const given = [await loadPepper(config), previous].flatMap((text) =>
    text === null ? [] : [fingerprintOf(text)],
  );
  const known = await rows<{ readonly id: number }>(
    sql`select id from peppers where fingerprint = any(${given}::bytea[])`,
  );
  const ids = new Set(known.map(({ id }) => id));
  const lost = [...counts].filter(([id]) => !ids.has(id)).reduce((sum, [, n]) => sum + n, 0);
  if (lost > 0) return [fail(NAME, `${lost} of ${keys} keys were made with another one.`, REMEDY)];
  if (await isVaultLost(rows, [...ids]))
    return [fail(NAME, 'The secrets and the audit log were sealed with another one.', REMEDY)];
  if (previous === null) return [ok(NAME, `It is the one of all ${keys} keys that work.`)];
  return [
    warn(
      NAME,
      'TOKEN_PEPPER_PREVIOUS is set.',
      'Remove it when `latchkey pepper status` shows no key under it.',
    ),
  ];
}

async function checkMissing(rows: Rows, keys: number): Promise<InstallationCheck> {
  if (keys > 0) return fail(NAME, `No pepper is set here, and ${keys} keys need one.`, REMEDY);
  if (await isVaultLost(rows, []))
    return fail(
      NAME,
      'No pepper is set here, and the secrets and the audit log were sealed with one.',
      REMEDY,
    );
  return ok(NAME, 'The first start generates one.');
}

const REMEDY =
  'Set TOKEN_PEPPER (or TOKEN_PEPPER_PREVIOUS) to the pepper of this installation: docs/backup.md.';
