import { readFile, writeFile } from 'node:fs/promises';
import { printedSchema } from '../src/api/graphql/printed-schema.ts';

// Prints the schema that clients generate their types from. With --check it only tells whether the
// printed one is up to date.

const FILE = new URL('../schema/schema.graphql', import.meta.url);

const printed = printedSchema();

if (process.argv.includes('--check')) {
  const kept = await readFile(FILE, 'utf8').catch(() => '');
  if (kept !== printed) {
    process.stderr.write('schema/schema.graphql is stale: run `npm run schema` and commit it\n');
    process.exit(1);
  }
  process.stdout.write('schema/schema.graphql is up to date\n');
} else {
  await writeFile(FILE, printed);
}
