import { StartError } from '../../core/start-error.ts';
import { SHA256 } from './document-id.ts';
import { hashId, readDocumentManifest } from './document-manifest.ts';

/** The documents that the operator lists for clients. */
export type TrustedDocuments = {
  /** The document with this id; a bare SHA-256 hash is one, too. */
  readonly find: (id: string) => string | undefined;
  /** Whether this exact text is listed. */
  readonly has: (text: string) => boolean;
  readonly all: () => Iterable<readonly [id: string, text: string]>;
};

declare module '../../core/app.ts' {
  interface App {
    readonly trustedDocuments: TrustedDocuments;
  }
}

/** @throws StartError that names the file and what is wrong with it */
export function readTrustedDocuments(paths: readonly string[]): TrustedDocuments {
  const listed = new Map<string, string>();
  for (const path of paths)
    for (const [id, text] of readDocumentManifest(path)) {
      if ((listed.get(id) ?? text) !== text)
        throw new StartError(
          `The files in TRUSTED_DOCUMENTS have different documents with the id \`${id}\`.`,
        );
      listed.set(id, text);
    }
  const byHash = new Map([...listed.values()].map((text) => [hashId(text), text]));
  const texts = new Set(listed.values());
  return {
    find: (id) => listed.get(id) ?? byHash.get(id) ?? byHash.get(SHA256 + id),
    has: (text) => texts.has(text),
    all: () => listed,
  };
}
