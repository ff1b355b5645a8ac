import { parse, validate } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../../core/config/config.ts';
import { shortenError } from '../../core/input/shorten.ts';
import { schema } from './schema.ts';
import { readTrustedDocuments, type TrustedDocuments } from './trusted-documents.ts';

/**
 * The documents of the settings. One that this version's schema refuses does not stop the start: the
 * clients that send it get the error, the others are served.
 * @throws StartError for a file that is no manifest
 */
export function trustedDocumentsOf({ trustedDocuments }: Config, log: Logger): TrustedDocuments {
  const listed = readTrustedDocuments(trustedDocuments.paths);
  for (const [id, text] of listed.all()) {
    const [error] = validate(schema, parse(text), undefined, { maxErrors: 1 });
    if (error === undefined) continue;
    log.warn(
      { documentId: id, problem: shortenError(error.message) },
      'A document in TRUSTED_DOCUMENTS does not match the schema',
    );
  }
  return listed;
}
