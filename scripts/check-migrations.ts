import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { migrationsDirectory } from '../src/database/migration-files.ts';
import { schemaDifference } from './schema-engine.ts';

// Fails when the migrations do not lead to what the Prisma schema says, or cannot be applied.

const { values } = parseArgs({
  options: {
    schema: { type: 'string', default: 'prisma/schema.prisma' },
    migrations: { type: 'string', default: migrationsDirectory() },
  },
});

const directory = resolve(values.migrations);
const difference = await schemaDifference(
  { kind: 'migrations', directory },
  resolve(values.schema),
);
if (difference === null) {
  process.stdout.write('migrations: they agree with the Prisma schema\n');
} else {
  process.stderr.write(`migrations: the Prisma schema needs what they lack:\n\n${difference}\n`);
  process.exitCode = 1;
}
