import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type GraphQLError, parse } from 'graphql';
import { isJsonObject } from '../../core/input/json.ts';
import { StartError } from '../../core/start-error.ts';
import { DOCUMENT_LIMITS } from '../../kit/graphql/limits.ts';
import { isDocumentId, SHA256 } from './document-id.ts';

/** Documents by their ids. */
export type DocumentManifest = ReadonlyMap<string, string>;

/**
 * Reads a manifest: a JSON object from ids to documents, as GraphQL Code Generator writes it, or Apollo's
 * with a list of `operations`.
 * @throws StartError that names the file, and the document that is wrong
 */
export function readDocumentManifest(path: string): DocumentManifest {
  const entries = entriesOf(parseFile(path));
  if (entries === null)
    throw refused(path, 'must be a JSON object from ids to documents, or an Apollo manifest');
  const manifest = new Map<string, string>();
  for (const [id, text] of entries) {
    const problem = documentProblem(id, text);
    if (problem !== null) throw refused(path, `has a document \`${id}\` that ${problem}`);
    if ((manifest.get(id) ?? text) !== text)
      throw refused(path, `has two documents with the id \`${id}\``);
    manifest.set(id, String(text));
  }
  return manifest;
}

function parseFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const isUnreadable = error instanceof Error && 'code' in error;
    throw refused(path, isUnreadable ? `cannot be read (${error.code})` : 'is not valid JSON');
  }
}

type Entry = readonly [id: string, text: unknown];

function entriesOf(content: unknown): readonly Entry[] | null {
  if (!isJsonObject(content)) return null;
  const { format, operations } = content;
  if (format === undefined) return Object.entries(content);
  if (format !== 'apollo-persisted-query-manifest' || !Array.isArray(operations)) return null;
  return operations.map((operation: unknown) => {
    const { id, body } = isJsonObject(operation) ? operation : {};
    return [String(id), body];
  });
}

function documentProblem(id: string, text: unknown): string | null {
  if (!isDocumentId(id)) return 'has an id that is not a document identifier';
  if (typeof text !== 'string') return 'is not a text';
  if (id.startsWith(SHA256) && id !== hashId(text)) return 'does not have the hash in its id';
  if (text.length > DOCUMENT_LIMITS.length)
    return `has more than ${DOCUMENT_LIMITS.length} characters`;
  try {
    parse(text, { maxTokens: DOCUMENT_LIMITS.tokens, noLocation: true });
    return null;
  } catch (error) {
    return `is not a GraphQL document: ${(error as GraphQLError).message}`;
  }
}

/** The id that every client can compute. */
export function hashId(text: string): string {
  return SHA256 + createHash('sha256').update(text).digest('hex');
}

function refused(path: string, problem: string): StartError {
  return new StartError(`The file ${path} in TRUSTED_DOCUMENTS ${problem}.`);
}
