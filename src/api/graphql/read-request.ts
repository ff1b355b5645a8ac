import type { App } from '../../core/app.ts';
import type { Incoming } from '../../core/http/exchange.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { findDocument } from './document-source.ts';
import { type MalformedRequest, type RequestParams, readParams } from './params.ts';
import { checkTrust } from './trust-check.ts';

type ReadRequest = {
  readonly params: Omit<RequestParams, 'documentId'> & { readonly query: string };
  /** Whether only the cost is asked for. */
  readonly isDryRun: boolean;
};

/** What a request asks for, with the document that it names and that this caller may run; else the problem. */
export function readRequest(
  app: App,
  caller: Caller,
  request: Incoming,
): ReadRequest | MalformedRequest {
  const read = readParams(request);
  if ('problem' in read) return read;
  const document = findDocument(app.trustedDocuments, read.params);
  if ('problem' in document) return document;
  // The library accepts no parameters that it does not have itself.
  const { documentId: _documentId, ...params } = read.params;
  return (
    checkTrust(app, caller, document) ?? {
      params: { ...params, query: document.query },
      isDryRun: read.isDryRun,
    }
  );
}
