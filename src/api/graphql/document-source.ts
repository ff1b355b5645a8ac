import { hashIn } from './automatic-hash.ts';
import type { MalformedRequest, RequestParams } from './params.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

/** The text of the document that a request names, and whether the operator lists it. */
export type DocumentSource = { readonly query: string; readonly isTrusted: boolean };

const UNKNOWN_ID: MalformedRequest = {
  problem: 'No document with this `documentId` is listed; send the document in `query`',
  code: 'PERSISTED_DOCUMENT_NOT_FOUND',
};

/**
 * The reply that clients with automatic persisted queries expect: they then send documents in full.
 * Those of Apollo read the message, with the status of Apollo's server.
 */
const NO_AUTOMATIC: MalformedRequest = {
  problem: 'PersistedQueryNotSupported',
  code: 'PERSISTED_QUERY_NOT_SUPPORTED',
  olderStatus: 200,
};

export function findDocument(
  trusted: TrustedDocuments,
  { query, documentId, extensions }: RequestParams,
): DocumentSource | MalformedRequest {
  if (query !== undefined) return { query, isTrusted: trusted.has(query) };
  const id = documentId ?? hashIn(extensions);
  const text = id === undefined ? undefined : trusted.find(id);
  if (text !== undefined) return { query: text, isTrusted: true };
  return documentId === undefined ? NO_AUTOMATIC : UNKNOWN_ID;
}
