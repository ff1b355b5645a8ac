import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { getOperationAST, parse } from 'graphql';

// Lists the operations for agents in one manifest, in the format that Apollo MCP Server and
// TRUSTED_DOCUMENTS read. Each file holds one operation, with what it is for in a comment at its top.

const FOLDER = new URL('../examples/agents/', import.meta.url);

const operations = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.graphql'))
  .sort()
  .map((name) => {
    const body = readFileSync(new URL(name, FOLDER), 'utf8');
    const operation = getOperationAST(parse(body));
    if (!operation?.name) throw new Error(`${name} must hold one operation with a name`);
    const id = createHash('sha256').update(body).digest('hex');
    return { id, name: operation.name.value, type: operation.operation, body };
  });
const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
const text = `${JSON.stringify(manifest, null, 2)}\n`;

const FILE = new URL('manifest.json', FOLDER);
if (!process.argv.includes('--check')) writeFileSync(FILE, text);
else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write(
    'examples/agents/manifest.json is stale: run `npm run schema` and commit it\n',
  );
  process.exit(1);
}
