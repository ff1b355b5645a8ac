import type { Manifest } from '../../data/backup/manifest.ts';

export function sizeText({ tables }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0);
  return `${tables.length} tables, ${rows} rows, ${bytes} bytes.`;
}
