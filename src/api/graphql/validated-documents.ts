import { parse, validate } from 'graphql';
import type { Logger } from 'pino';
import { shortenError } from '../../core/input/shorten.ts';
import { schema } from './schema.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

type Refused = { readonly documentId: string; readonly problem: string };

/** The documents of the settings that this version's schema refuses. */
export function refusedDocuments(listed: TrustedDocuments): readonly Refused[] {
  return [...listed.all()].flatMap(([documentId, text]) => {
    const [error] = validate(schema, parse(text), undefined, { maxErrors: 1 });
    return error === undefined ? [] : [{ documentId, problem: shortenError(error.message) }];
  });
}

/** They do not stop a start: the clients that send one get the error, the others are served. */
export function warnOfRefused(listed: TrustedDocuments, log: Logger): void {
  for (const refused of refusedDocuments(listed))
    log.warn(refused, 'A document in TRUSTED_DOCUMENTS does not match the schema');
}
