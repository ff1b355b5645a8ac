import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';
import { APOLLO, hash, ME, MINE, send, writeManifest } from './trusted.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a manifest', () => {
  it('is what our code generation writes', async () => {
    const path = 'dashboard/generated/persisted-documents.json';
    const server = await startServer({ env: { TRUSTED_DOCUMENTS: path } });
    const manifest: Record<string, string> = JSON.parse(await readFile(path, 'utf8'));
    expect(Object.keys(manifest).length).toBeGreaterThan(5);
    for (const id of Object.keys(manifest)) {
      const { code } = await send(server, {
        body: { documentId: id },
        // Only read, and not run: a subscription would not end.
        headers: { 'x-admin-api-key': server.adminKey, 'x-cost-only': 'true' },
      });
      expect(['PERSISTED_DOCUMENT_NOT_FOUND', 'GRAPHQL_VALIDATION_FAILED']).not.toContain(code);
    }
    expect(server.logLines.filter((line) => line.includes('does not match the schema'))).toEqual(
      [],
    );
    await server.stop();
  });

  it('with a document that the schema refuses warns, and the others are served', async () => {
    const path = await writeManifest(folder, 'old.json', {
      old: '{ nothing }',
      new: '{ __typename }',
    });
    const server = await startServer({ env: { TRUSTED_DOCUMENTS: path } });
    expect(server.logLines.filter((line) => line.includes('does not match the schema'))).toEqual([
      expect.stringContaining('"documentId":"old"'),
    ]);
    expect((await send(server, { body: { documentId: 'new' } })).errors).toBeUndefined();
    await server.stop();
  });

  it.each([
    ['that is not there', null, 'cannot be read (ENOENT)'],
    ['that is no JSON', 'nonsense', 'is not valid JSON'],
    ['that is a list', [ME], 'must be a JSON object'],
    ['of another format', { format: 'relay', operations: [] }, 'must be a JSON object'],
    ['with a number', { me: 7 }, 'document `me` that is not a text'],
    ['with no GraphQL', { me: 'query {' }, 'document `me` that is not a GraphQL document'],
    ['with another hash', { [`sha256:${hash('x')}`]: ME }, 'does not have the hash in its id'],
    ['with an id of blanks', { 'a b': ME }, 'not a document identifier'],
    [
      'with one id twice',
      {
        ...APOLLO,
        operations: [
          { id: 'a', body: ME },
          { id: 'a', body: MINE },
        ],
      },
      'has two documents with the id `a`',
    ],
  ])('%s stops the start with one clear sentence', async (name, content, problem) => {
    const path = join(folder, `${name}.json`);
    if (content !== null) await writeManifest(folder, `${name}.json`, content);
    const error: Error = await startServer({ env: { TRUSTED_DOCUMENTS: path } }).catch(
      (reason) => reason,
    );
    expect(error.name).toBe('StartError');
    expect(error.message).toContain(problem);
    expect(error.message).toContain('TRUSTED_DOCUMENTS');
  });

  it('is required with a mode', async () => {
    const env = { TRUSTED_DOCUMENTS_MODE: 'enforce' };
    await expect(startServer({ env })).rejects.toThrow('TRUSTED_DOCUMENTS is required');
    await expect(startServer({ env: { TRUSTED_DOCUMENTS_MODE: 'on' } })).rejects.toThrow(
      'TRUSTED_DOCUMENTS_MODE must be off, report or enforce',
    );
  });
});
