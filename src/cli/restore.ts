import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../core/config/config.ts';
import { parseConfig } from '../core/config/parse-config.ts';
import { directDatabaseUrl } from '../core/config/rules.ts';
import { loadSecrets } from '../core/config/secrets.ts';
import { refuseFilledDatabase } from '../data/backup/load.ts';
import { type BackupManifest, readBackupManifest } from '../data/backup/manifest.ts';
import { NUMBERS_LEFT_OUT } from '../data/backup/sequences.ts';
import { migrate } from '../data/migrations/migrate.ts';
import { verifyAuditLog } from '../domain/audit/verify.ts';
import { type Restored, restoreBackup } from '../domain/backup/from-backup.ts';
import { recordRestore } from '../domain/backup/record.ts';
import { auditText } from './backup/audit-text.ts';
import { sizeText } from './backup/size-text.ts';
import { secretsFor } from './backup-secrets.ts';
import { sayMigrationWait } from './migration-wait.ts';
import { UsageError } from './usage-error.ts';
import { type Installation, peppersOf, runApp, withDatabase } from './with-app.ts';

// Fills an empty database from a backup:
// latchkey restore BACKUP [--into DATABASE_URL] [--audit-export FILE] [--without-pepper]

const USAGE =
  'Usage: latchkey restore BACKUP [--into DATABASE_URL] [--audit-export FILE] [--without-pepper]';

type Order = {
  readonly folder: string;
  readonly into: string | null;
  readonly auditExport: string | null;
  readonly withPepper: boolean;
};

function readOrder(args: readonly string[]): Order {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { into: text, 'audit-export': text, 'without-pepper': { type: 'boolean' } },
      allowPositionals: true,
    });
    const { into = null, 'audit-export': auditExport = null } = values;
    const [folder, ...others] = positionals;
    if (folder && others.length === 0 && auditExport !== '')
      return {
        folder: resolve(folder),
        into: into === null ? null : directDatabaseUrl.parse(into),
        auditExport: auditExport === null ? null : resolve(auditExport),
        withPepper: values['without-pepper'] !== true,
      };
  } catch {
    // An option that there is not, or an address that is none: the same remedy.
  }
  throw new UsageError(USAGE);
}

export async function restoreCommand(args: readonly string[]): Promise<number> {
  const order = readOrder(args);
  const config = parseConfig(process.env);
  const manifest = await readBackupManifest(order.folder);
  const own = order.withPepper ? await secretsFor(config, manifest) : null;
  return await withDatabase(targetOf(config, order), async (databaseUrl) => {
    const url = order.into ?? config.database.directUrl ?? databaseUrl;
    // A pepper is generated only for a database that can be restored into.
    if (own === null) await refuseFilledDatabase(url);
    const secrets = own ?? (await loadSecrets(config));
    const peppers = peppersOf(secrets);
    const restored = await restoreBackup({ ...order, url, manifest, peppers });
    await migrate({ connectionString: url }, { isRestore: true, onWait: sayMigrationWait });
    if (!restored.isUnfinished) {
      process.stdout.write(report(manifest, restored) + WITHOUT_PEPPER);
      return 0;
    }
    process.stdout.write(restored.isContinued ? CONTINUED : LOADED);
    const installation = { config, secrets, peppers, databaseUrl: url };
    return await finish(installation, { ...order, manifest, restored });
  });
}

type Begun = Pick<Order, 'withPepper'> & {
  readonly manifest: BackupManifest;
  readonly restored: Restored;
};

async function finish(
  installation: Installation,
  { withPepper, manifest, restored }: Begun,
): Promise<number> {
  const { placed, verdict } = await runApp(
    installation,
    async (app) => ({
      placed: await recordRestore(app, manifest, restored),
      verdict: withPepper ? await verifyAuditLog(app) : null,
    }),
    withPepper ? {} : { acceptLostPeppers: true },
  );
  process.stdout.write(report(manifest, restored));
  if (restored.holds.length > 0) process.stdout.write(holdsText(restored, placed));
  process.stdout.write(verdict === null ? APPLIED_WITHOUT_PEPPER : auditText(verdict));
  return verdict === null || verdict.findings.length === 0 ? 0 : 1;
}

function holdsText({ holds }: Restored, placed: number): string {
  const rest = holds.length - placed;
  const missing = rest === 0 ? '' : ` The users or meetings of ${rest} more are not in the backup.`;
  return `Legal holds that were placed after the backup: ${placed} were placed again.${missing}\n`;
}

const LOADED =
  'All rows are in the database. Changes from after the backup are repeated now; until that is done, the service does not start.\n';
const CONTINUED = 'All rows are in the database: continuing the restore that was interrupted.\n';
const WITHOUT_PEPPER =
  'Restored without its pepper: no key in it works, and the service does not start on it until `latchkey pepper forget`.\n';
const APPLIED_WITHOUT_PEPPER =
  'Restored without its pepper: no key in it works, and `latchkey pepper forget` revokes them. Secrets and the earlier audit log stay unreadable without it, and erased persons have new pseudonyms.\n';

function targetOf(config: Config, { into }: Order): Config {
  return into === null ? config : { ...config, database: { ...config.database, url: into } };
}

function report(manifest: BackupManifest, restored: Restored): string {
  return [
    `Restored the backup of ${manifest.createdAt}: ${sizeText(manifest)}`,
    `New rows get numbers from ${NUMBERS_LEFT_OUT} above the last one that the backup knows.`,
    ...revocations(manifest, restored),
    '',
  ].join('\n');
}

function revocations(
  { createdAt }: BackupManifest,
  { ended, exportEnd, unverified }: Restored,
): string[] {
  if (ended === null)
    return [
      `NOT KNOWN: which keys were revoked and which users were suspended, deleted or erased after ${createdAt}. They work again. Revoke them before the service is reachable, or restore again with --audit-export.`,
    ];
  return [
    `Ended because the audit log says so: ${ended.keys} keys, ${ended.users} users.`,
    `NOT KNOWN: what was revoked after ${exportEnd ?? createdAt}, the end of the export.`,
    ...(unverified === 0
      ? []
      : [
          `NOT VERIFIED: the content of ${unverified} events in the export, for which the backup, opened with the pepper at hand, has no key. Only their order was checked.`,
        ]),
  ];
}
