import { globSync, readFileSync } from 'node:fs';
import { buildSchema, NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { DEFAULT_TABS } from '../../dashboard/graphiql/default-tabs.ts';
import { readPages } from './pages.ts';

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

const BLOCK = /^```graphql\n([\s\S]*?)```$/gm;
const TEMPLATE = /(?<!\/)\bgraphql\(?`([^`]+)`/g;
const PYTHON = /^[A-Z_]+ = """([^"]+)"""$/gm;
/** Documents in the bodies of curl: none has an escaped quote. */
const CURL = /"query": "([^"\\]+)"/g;

type Source = { readonly name: string; readonly documents: readonly string[] };

function sourceOf(name: string, text: string, patterns: readonly RegExp[]): Source {
  const found = patterns.flatMap((pattern) => [...text.matchAll(pattern)]);
  return { name, documents: found.map(([, document = '']) => document) };
}

function filesOf(glob: string, patterns: readonly RegExp[]): Source[] {
  return globSync(glob, { exclude: ['**/node_modules/**', '**/generated/**'] }).map((name) =>
    sourceOf(name, readFileSync(name, 'utf8'), patterns),
  );
}

const SOURCES = [
  { name: 'the first tabs of GraphiQL', documents: DEFAULT_TABS.map(({ query }) => query) },
  ...readPages().map(({ name, text }) => sourceOf(name, text, [BLOCK, CURL])),
  ...filesOf('dashboard/**/*.{ts,tsx}', [TEMPLATE]),
  ...filesOf('examples/**/*.{ts,tsx}', [TEMPLATE]),
  ...filesOf('examples/python/*.py', [PYTHON]),
  ...filesOf('examples/agents/*.graphql', [/([\s\S]+)/g]),
].filter(({ documents }) => documents.length > 0);

describe('documents that people copy', () => {
  it.each(SOURCES)('fit the schema and use nothing deprecated: $name', ({ name, documents }) => {
    // Compilers check the rest of what is in programs: fragments in several files, directives of Relay.
    const isProgram = /\.tsx?$/.test(name);
    const rules = [...(isProgram ? [] : specifiedRules), NoDeprecatedCustomRule];
    for (const text of documents) expect(validate(schema, parse(text), rules), text).toEqual([]);
  });

  it('are found in every place', () => {
    const places = ['the first', 'README', 'docs/', 'dashboard/', 'examples/', 'examples/python/'];
    for (const place of places)
      expect(
        SOURCES.some(({ name }) => name.startsWith(place)),
        place,
      ).toBe(true);
  });
});
