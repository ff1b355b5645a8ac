import { readTrustedDocuments } from '../api/graphql/trusted-documents.ts';
import { readCertificate } from '../api/http/certificate.ts';
import type { Config } from '../core/config/config.ts';
import { checkStoredSecrets } from '../core/config/secrets.ts';
import { findPrograms } from '../data/embedded/binaries.ts';

/**
 * What a start reads besides the settings and the database, and how. The start and `latchkey doctor` both
 * read by this list, so that neither accepts what the other refuses. Each throws a StartError for what a
 * start cannot use, and changes nothing.
 */
export const START_FILES = {
  /** Those that an earlier start made. */
  secrets: checkStoredSecrets,
  certificate: ({ tls }: Config) => (tls === null ? null : readCertificate(tls)),
  trustedDocuments: ({ trustedDocuments }: Config) => readTrustedDocuments(trustedDocuments.paths),
  /** Those of the embedded database. */
  programs: ({ database }: Config) => (database.url === null ? findPrograms() : null),
};

type Readers = typeof START_FILES;

export type StartFiles = { readonly [Name in keyof Readers]: Awaited<ReturnType<Readers[Name]>> };

/** @throws StartError for the first that a start cannot use */
export async function readStartFiles(config: Config): Promise<StartFiles> {
  return {
    secrets: await START_FILES.secrets(config),
    certificate: START_FILES.certificate(config),
    trustedDocuments: START_FILES.trustedDocuments(config),
    programs: START_FILES.programs(config),
  };
}
