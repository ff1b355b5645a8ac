import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, isObjectType, isScalarType, isSpecifiedScalarType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import codegen from '../../examples/codegen.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { EXAMPLES, prepareExamples, runExample, runPackage } from './prepare.ts';
import { codegenProblemsOf, typeProblemsOf } from './refused.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await prepareExamples(server.url);
  await seedUser(server, { email: 'ada@example.com' });
});
afterAll(() => server.stop());

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const read = (path: string) => readFileSync(join(EXAMPLES, path), 'utf8');

const env = () => ({ LATCHKEY_URL: server.url, ADMIN_KEY: server.adminKey });

function hasRequests(): boolean {
  try {
    execFileSync('python3', ['-c', 'import requests'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stdout.write('NOT RUN: the example in Python, which needs python3 and requests\n');
    return false;
  }
}

/** In CI there is always Python: without it the test fails there. */
const NO_PYTHON = !hasRequests() && process.env['CI'] === undefined;

describe('the types of the examples', () => {
  it('fit their programs', async () => {
    expect(await runPackage('typescript', ['-p', '.'])).toBe('');
  });

  it('make a result of the mutation that nobody handles an error', async () => {
    const text = read('src/outcome.ts');
    const handled = text.indexOf("    case 'InvalidInputError'");
    const rest = text.indexOf('    default:');
    expect(handled).toBeGreaterThan(0);
    const less = text.slice(0, handled) + text.slice(rest);
    expect(await typeProblemsOf(less)).toMatch(/TS1360.*never/);
  });

  it('map every scalar of the schema, the same in all tools', () => {
    const scalars = types.filter((type) => isScalarType(type) && !isSpecifiedScalarType(type));
    const names = scalars.map(({ name }) => name).sort();
    const output = codegen.generates['src/gql/'];
    if (output === undefined || Array.isArray(output)) throw new Error('no output');
    expect(Object.keys(output.config?.['scalars']).sort()).toEqual(names);
    const relay = JSON.parse(read('relay.config.json')) as { customScalarTypes: object };
    expect(Object.keys(relay.customScalarTypes).sort()).toEqual(names);
    for (const name of names) expect(read('gql-tada/main.ts')).toContain(`    ${name}: `);
  });

  it('come from a configuration that refuses an unknown scalar', async () => {
    const config = read('codegen.ts').replace(/ {10}DateTime: 'string',\n/, '');
    const refused = await codegenProblemsOf(config, server.url);
    expect(refused).toContain('Unknown scalar type DateTime');
  });
});

it('graphcache gets a key for every type without an id, and for no other', () => {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const embedded = types.filter(
    (type) => isObjectType(type) && !roots.includes(type) && !('id' in type.getFields()),
  );
  const keys = [...read('src/gql/graphcache.ts').matchAll(/^ {2}(\w+): \(\) => null,$/gm)];
  expect(keys.map(([, name]) => name)).toEqual(embedded.map(({ name }) => name));
  expect(keys.length).toBeGreaterThan(50);
});

describe('a program', () => {
  it('in Node creates a user and prints all', async () => {
    const args = ['src/node/main.ts', 'node@example.com'];
    const printed = await runExample(process.execPath, args, env());
    expect(printed).toMatch(/^node@example\.com was created\n/);
    expect(printed).toMatch(/\nada@example\.com \d{4}-\d\d-\d\dT/);
    const again = await runExample(process.execPath, args, env());
    expect(again).toMatch(/^node@example\.com was (?:created|there already)\n/);
    const wrong = await runExample(process.execPath, ['src/node/main.ts', 'nope'], env());
    expect(wrong).toMatch(/^email: /);
  });

  it('with gql.tada reads typed data', async () => {
    expect(await runExample(process.execPath, ['gql-tada/main.ts'], env())).toMatch(
      /^ADMIN, ANALYTICS, USER \d+\n$/,
    );
  });

  it.skipIf(NO_PYTHON)('in Python creates a user and prints all', async () => {
    const args = ['python/list_users.py', 'python@example.com'];
    const printed = await runExample('python3', args, env());
    expect(printed).toMatch(/^python@example\.com was created\n/);
    expect(printed).toMatch(/\nada@example\.com \d{4}-\d\d-\d\dT/);
  });
});

it('relay-compiler accepts the schema and the documents', async () => {
  const printed = await runPackage('relay-compiler', ['relay.config.json', '--validate']);
  expect(printed).toContain('Done');
  expect(printed).not.toMatch(/error|warn/i);
});
