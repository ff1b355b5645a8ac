import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { migrationsDirectory } from '../src/data/migrations/migration-files.ts';
import { schemaDifference } from './schema-engine.ts';

// Fails when the migrations do not lead to what the Prisma schema says, or cannot be applied.

const { values } = parseArgs({
  options: {
    schema: { type: 'string', default: 'prisma/schema.prisma' },
    migrations: { type: 'string', default: migrationsDirectory() },
  },
});

async function check(): Promise<void> {
  const baseline = { kind: 'migrations', directory: resolve(values.migrations) } as const;
  const difference = await schemaDifference(baseline, resolve(values.schema));
  if (difference === null) {
    process.stdout.write('migrations: they match the Prisma schema\n');
    return;
  }
  process.stderr.write(
    `migrations: the Prisma schema needs changes that the migrations lack:\n\n${difference}\n`,
  );
  process.exitCode = 1;
}

await check().catch((error: unknown) => {
  process.stderr.write(`migrations: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
