import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { readPage } from './pages.ts';

const PIECE = /^`([^`\n]+)`:\n\n```\w+\n([\s\S]*?)```$/gm;

const pieces = [...readPage('docs/clients.md').text.matchAll(PIECE)].map(
  ([, path = '', text = '']) => ({ path, text }),
);

it.each(pieces)('the page on clients shows $path as the test suite runs it', ({ path, text }) => {
  expect(text).toBe(readFileSync(join('examples', path), 'utf8'));
});

it('the page on clients has all pieces of a page with Apollo Client or urql', () => {
  expect(pieces.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      ...['codegen.ts', 'graphcache.mjs', 'src/retry.ts', 'src/operations.ts', 'src/outcome.ts'],
      ...['src/service.ts', 'src/key-form.tsx', 'src/apollo/event-stream-link.ts'],
      ...['client.ts', 'users.tsx', 'main.tsx'].flatMap((file) => [
        `src/apollo/${file}`,
        `src/urql/${file}`,
      ]),
    ]),
  );
  expect(readPage('docs/clients.md').text.match(/^```(?:tsx?|js|json|python)$/gm)).toHaveLength(
    pieces.length,
  );
});

it('the documents on the page fit the schema', () => {
  const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
  const { text } = readPage('docs/clients.md');
  const documents = [...text.matchAll(/^```graphql\n([\s\S]*?)```$/gm)];
  expect(documents.length).toBeGreaterThan(0);
  for (const [, document = ''] of documents) expect(validate(schema, parse(document))).toEqual([]);
});
