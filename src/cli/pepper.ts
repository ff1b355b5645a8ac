import { parseArgs } from 'node:util';
import { databaseClock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import { parseConfig } from '../core/config/parse-config.ts';
import { hasPepper, loadPepper } from '../core/config/secrets.ts';
import { StartError } from '../core/start-error.ts';
import { openPlainDatabase } from '../data/connection/open-database.ts';
import type { Rows } from '../data/database.ts';
import { migrate } from '../data/migrations/migrate.ts';
import { onHost } from '../security/callers/caller.ts';
import { countByPepper, countLost } from '../security/keys/lost-peppers.ts';
import { missingPepperCheck } from '../security/keys/missing-pepper.ts';
import { numberPeppers } from '../security/keys/peppers.ts';
import { revokeKeysOfLostPeppers } from '../security/keys/revoke-lost.ts';
import { isVaultLost } from '../security/vault/data-keys.ts';
import type { Peppers } from '../security/vault/pepper.ts';
import { sayMigrationWait } from './migration-wait.ts';
import { UsageError } from './usage-error.ts';
import { withApp, withDatabase } from './with-app.ts';

// Shows how far a change of the pepper has come, and gives up what is kept under a lost one:
// latchkey pepper status | forget --keys 12

const USAGE = 'Usage: latchkey pepper status, or latchkey pepper forget --keys NUMBER';

type Order = { readonly command: 'status' | 'forget'; readonly keys: number | null };

function readOrder(args: readonly string[]): Order {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { keys: { type: 'string' } },
      allowPositionals: true,
    });
    const command = positionals.join(' ');
    const isSound = /^\d{1,9}$/.test(values.keys ?? '0');
    if (command === 'status' && values.keys === undefined) return { command, keys: null };
    if (command === 'forget' && isSound)
      return { command, keys: values.keys === undefined ? null : Number(values.keys) };
  } catch {
    // An option that there is not: the same remedy.
  }
  throw new UsageError(USAGE);
}

/** Fits nothing: no pepper has this number. */
const NO_PEPPERS: Peppers = { current: { id: 0, text: '' }, previous: null };

/**
 * Looks at the database without a service on it, which a wrong pepper would not let start.
 * @param options whether a pepper that is missing is one that fits nothing, rather than refused
 */
function look<Result>(
  at: (rows: Rows, peppers: Peppers) => Promise<Result>,
  { mayLack = false } = {},
): Promise<Result> {
  const config = parseConfig(process.env);
  return withDatabase(config, async (databaseUrl) => {
    const check = mayLack ? undefined : missingPepperCheck(config);
    const connectionString = config.database.directUrl ?? databaseUrl;
    await migrate({ connectionString }, { check, onWait: sayMigrationWait });
    const db = openPlainDatabase({ ...config.database, url: databaseUrl, poolSize: 1 });
    try {
      return await at(db.rows, await peppersIn(db.rows, config));
    } finally {
      await db.close();
    }
  });
}

async function peppersIn(rows: Rows, config: Config): Promise<Peppers> {
  const { previousPepper: previous } = config.token;
  const current = hasPepper(config) ? await loadPepper(config) : previous;
  return current === null ? NO_PEPPERS : await numberPeppers(rows, { current, previous });
}

function idsOf({ current, previous }: Peppers): readonly number[] {
  return [current.id, ...(previous ? [previous.id] : [])];
}

async function status(rows: Rows, peppers: Peppers): Promise<string> {
  const { current, previous } = peppers;
  const counts = await countByPepper(rows, databaseClock);
  const lost = await countLost(rows, peppers, databaseClock);
  const isSealed = await isVaultLost(rows, idsOf(peppers));
  return [
    `  current   ${counts.get(current.id) ?? 0} working keys`,
    ...(previous ? [`  previous  ${counts.get(previous.id) ?? 0} working keys`] : []),
    ...(lost > 0 ? [`  unknown   ${lost} working keys, which match no pepper given here`] : []),
    ...(isSealed ? ['  secrets and the audit log are sealed with another pepper'] : []),
    ...adviceFor(isSealed || lost > 0, previous && (counts.get(previous.id) ?? 0)),
    '',
  ].join('\n');
}

function adviceFor(isLost: boolean, underPrevious: number | null): string[] {
  if (isLost)
    return [
      'Set their pepper in TOKEN_PEPPER_PREVIOUS; if it is permanently lost: latchkey pepper forget',
    ];
  if (underPrevious === null) return [];
  return underPrevious > 0
    ? [
        'Keys move to the current pepper as they are used. Keep TOKEN_PEPPER_PREVIOUS until none is left.',
      ]
    : ['No working key needs the previous pepper: TOKEN_PEPPER_PREVIOUS can be removed.'];
}

/**
 * Only with their number: in a shell that lacks the service's settings, all keys seem lost.
 * @throws StartError when it was not given, or is another by now
 */
async function forget(keys: number | null): Promise<string> {
  const { lost, isSealed } = await look(
    async (rows, peppers) => ({
      lost: await countLost(rows, peppers, databaseClock),
      isSealed: await isVaultLost(rows, idsOf(peppers)),
    }),
    { mayLack: true },
  );
  if (lost === 0 && !isSealed)
    return 'Nothing is lost: every working key matches a pepper given here.\n';
  if (keys !== lost)
    throw new StartError(
      `This permanently revokes ${lost} working keys${isSealed ? ', discards webhook secrets and settings for the platform, and leaves the audit log so far unverifiable' : ''}. ` +
        'If that pepper is lost and these are the settings of the service: latchkey pepper ' +
        `forget --keys ${lost}`,
    );
  const ended = await withApp((app) => revokeKeysOfLostPeppers(app, onHost('latchkey pepper')), {
    acceptLostPeppers: true,
  });
  return `${ended} keys were revoked.\n`;
}

export async function pepperCommand(args: readonly string[]): Promise<number> {
  const { command, keys } = readOrder(args);
  process.stdout.write(command === 'status' ? await look(status) : await forget(keys));
  return 0;
}
