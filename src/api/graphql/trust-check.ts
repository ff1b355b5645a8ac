import type { App } from '../../core/app.ts';
import { shortened } from '../../core/input/shorten.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { hasAccess } from '../../security/callers/viewer.ts';
import { hashId } from './document-manifest.ts';
import type { DocumentSource } from './document-source.ts';
import type { MalformedRequest } from './params.ts';

const NOT_LISTED: MalformedRequest = {
  problem:
    'This server runs only listed documents for this key; send the `documentId` of one, or its exact text',
  code: 'DOCUMENT_NOT_TRUSTED',
};

/**
 * Whether a request may run its document; where not, why. Operators and administrators may run any: they
 * may read the schema and work with GraphiQL.
 */
export function checkTrust(
  app: App,
  caller: Caller,
  { query, isTrusted }: DocumentSource,
): MalformedRequest | null {
  const { mode } = app.config.trustedDocuments;
  if (mode === 'off' || isTrusted || hasAccess(caller.viewer, 'ANALYTICS')) return null;
  app.clientWarnings.count(caller, { kind: 'UNLISTED_DOCUMENT', subject: nameOf(query) });
  return mode === 'enforce' ? NOT_LISTED : null;
}

/** What the grammar does not read: what stands in a comment or a text is not ours to repeat. */
const COMMENT_OR_TEXT =
  /#[^\n\r]*|"""(?:[^"]|"(?!""))*(?:"""|$)|"(?:[^"\\\n\r]|\\.)*(?:["\n\r]|$)/g;
/** Where a definition begins. */
const OPERATION_NAME =
  /(?:^|\})[\s,\ufeff]{0,99}(?:query|mutation|subscription)[\s,]{1,9}([_A-Za-z]\w{0,99})/;
const MOST_SEARCHED = 1_000;
const SHOWN_OF_HASH = 23;

/** The name of its first operation; else the beginning of its hash. */
function nameOf(query: string): string {
  const searched = query.slice(0, MOST_SEARCHED).replace(COMMENT_OR_TEXT, ' ');
  return OPERATION_NAME.exec(searched)?.[1] ?? shortened(hashId(query), SHOWN_OF_HASH);
}
