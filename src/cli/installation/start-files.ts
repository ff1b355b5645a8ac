import { refusedDocuments } from '../../api/graphql/validated-documents.ts';
import { validityOf } from '../../api/http/certificate.ts';
import { START_FILES, type StartFiles } from '../../app/start-files.ts';
import type { Config } from '../../core/config/config.ts';
import { StartError } from '../../core/start-error.ts';
import { fail, type InstallationCheck, ok, refusedStart, warn } from './check.ts';

type StartFile = {
  readonly [Name in keyof StartFiles]: {
    /** As the lines of the checks begin. */
    readonly name: string;
    /** What a start accepts, and should not be left as it is. */
    readonly examine: (read: StartFiles[Name]) => readonly InstallationCheck[];
  };
};

const CHECKS: StartFile = {
  secrets: { name: 'secrets', examine: () => [] },
  certificate: {
    name: 'certificate',
    examine: (read) => (read === null ? [] : [checkValidity(read)]),
  },
  trustedDocuments: { name: 'documents', examine: checkDocuments },
  programs: { name: 'database', examine: () => [] },
};

/** All that a start reads besides the settings and the database, read as a start does. */
export async function checkStartFiles(config: Config): Promise<InstallationCheck[]> {
  const names = Object.keys(CHECKS) as (keyof StartFiles)[];
  const checks = await Promise.all(names.map((name) => checkFile(name, config)));
  return checks.flat();
}

async function checkFile<Name extends keyof StartFiles>(
  file: Name,
  config: Config,
): Promise<readonly InstallationCheck[]> {
  const { name, examine }: StartFile[Name] = CHECKS[file];
  try {
    return examine((await START_FILES[file](config)) as StartFiles[Name]);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [refusedStart(name, error)];
  }
}

const NAME = 'certificate';

function checkValidity(certificate: NonNullable<StartFiles['certificate']>): InstallationCheck {
  const { state, begins, ends, days } = validityOf(certificate);
  switch (state) {
    case 'not yet':
      return fail(
        NAME,
        `Callers refuse the certificate in TLS_CERT_FILE before ${dateOf(begins)}.`,
        'Set the clocks of this machine and of its issuer.',
      );
    case 'ended':
      return fail(
        NAME,
        `Callers refuse the certificate in TLS_CERT_FILE: it ended on ${dateOf(ends)}.`,
        RENEW,
      );
    case 'ends soon':
      return warn(
        NAME,
        `The certificate in TLS_CERT_FILE ends in ${days} days, on ${dateOf(ends)}.`,
        RENEW,
      );
    default:
      return ok(NAME, `The one in TLS_CERT_FILE is valid until ${dateOf(ends)}.`);
  }
}

const RENEW = 'Renew it, and send SIGHUP to the service.';

function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function checkDocuments(listed: StartFiles['trustedDocuments']): readonly InstallationCheck[] {
  const count = [...listed.all()].length;
  if (count === 0) return [];
  const [first, ...others] = refusedDocuments(listed);
  if (first === undefined) return [ok('documents', `${count} are listed in TRUSTED_DOCUMENTS.`)];
  return [
    warn(
      'documents',
      `${others.length + 1} of ${count} in TRUSTED_DOCUMENTS do not match the schema, such as ${first.documentId}: ${first.problem}`,
      'Deploy clients that fit this version, and list their documents.',
    ),
  ];
}
