import { resolve } from 'node:path';
import { migrationsDirectory } from '../src/data/migrations/migration-files.ts';
import { type Baseline, schemaDifference } from './schema-engine.ts';

// Prints the SQL that the schema still needs, to be kept (and completed by hand) as the next
// migration: `node scripts/print-migration.ts`. With `--from-empty`, that of the whole schema.

const baseline: Baseline = process.argv.includes('--from-empty')
  ? { kind: 'empty' }
  : { kind: 'migrations', directory: migrationsDirectory() };

const difference = await schemaDifference(baseline, resolve('prisma/schema.prisma'));
process.stdout.write(difference ?? '-- Nothing to do: the migrations match the schema.\n');
