import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseConfig } from '../core/config/parse-config.ts';
import { loadBackup } from '../data/backup/load.ts';
import { type BackupManifest, readBackupManifest } from '../data/backup/manifest.ts';
import { removeCluster } from '../data/embedded/cluster.ts';
import { migrate } from '../data/migrations/migrate.ts';
import { verifyAuditLog } from '../domain/audit/verify.ts';
import { auditText } from './backup/audit-text.ts';
import { sizeText } from './backup/size-text.ts';
import { secretsFor } from './backup-secrets.ts';
import { withEnd } from './signals.ts';
import { peppersOf, runApp, withServer } from './with-app.ts';

type Options = { readonly folder: string; readonly withPepper: boolean };

/**
 * Restores into an embedded database of its own, which is removed afterwards. Ends with 1 when the audit
 * log in it is not intact; everything else that is wrong is thrown.
 */
export async function verifyBackup({ folder: given, withPepper }: Options): Promise<number> {
  const folder = resolve(given);
  const config = parseConfig(process.env);
  const manifest = await readBackupManifest(folder);
  const secrets = withPepper ? await secretsFor(config, manifest) : null;
  return await withScratch(async (url) => {
    await loadBackup({ url, folder, manifest, finish: async () => {} });
    await migrate({ connectionString: url });
    process.stdout.write(report(manifest));
    if (secrets === null) {
      process.stdout.write('Without its pepper, the audit log in it cannot be verified.\n');
      return 0;
    }
    const own = { ...config, database: { ...config.database, url, directUrl: null } };
    const installation = { config: own, secrets, peppers: peppersOf(secrets), databaseUrl: url };
    const verdict = await runApp(installation, verifyAuditLog);
    process.stdout.write(auditText(verdict));
    return verdict.findings.length === 0 ? 0 : 1;
  });
}

function report(manifest: BackupManifest): string {
  const { createdAt, version, postgres } = manifest;
  return `The backup of ${createdAt} is complete and can be restored: ${sizeText(manifest)}\nWritten by version ${version} from PostgreSQL ${postgres}.\n`;
}

function withScratch<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
  const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-verify-'));
  // Nothing in it has to survive a power cut.
  const options = { dataDir, settings: { fsync: 'off' } };
  return withEnd(
    () => withServer(options, work),
    () => removeCluster(dataDir),
  );
}
