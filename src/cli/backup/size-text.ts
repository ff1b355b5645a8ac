import type { BackupManifest } from '../../data/backup/manifest.ts';

export function sizeText({ tables }: BackupManifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  return `${tables.length} tables, ${rows} rows, ${bytes} bytes.`;
}
