import type { TestServer } from '../support/server.ts';

/** How far an import has come, and what each installation has of its own. */
const LEFT_OUT = [
  'import_sources',
  'data_keys',
  'audit_heads',
  'audit_marks',
  'audit_writers',
  'peppers',
  'usage_writers',
  'sweeps',
];

/** Sealed bytes never look the same twice. */
const SEALED = /^(webhook_secrets \(\d+,).*$/;
/** Keyed by each installation. */
const KEYED = /^(imported_rows \(\d+,\w+,\d+,\d+,).*$/;

/** Every row of every table of ours as text, less those. */
export async function everythingHere(server: TestServer): Promise<string[]> {
  const { prisma } = server.db;
  // What would come by itself within a second.
  await Promise.all([server.app.sealer.sealAll(), server.app.usage.flush()]);
  const tables = await prisma.$queryRawUnsafe<{ name: string }[]>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const lines: string[] = [];
  for (const { name } of tables.filter((table) => !LEFT_OUT.includes(table.name))) {
    const rows = await prisma.$queryRawUnsafe<{ line: string }[]>(
      `select '${name} ' || t::text as line from "${name}" t order by 1`,
    );
    lines.push(
      ...rows.map(({ line }) => line.replace(SEALED, '$1 sealed)').replace(KEYED, '$1 keyed)')),
    );
  }
  return lines;
}
