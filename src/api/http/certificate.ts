import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { StartError } from '../../core/start-error.ts';

/** The files of a certificate with its chain, and of its private key, both PEM. */
export type CertificateFiles = { readonly certFile: string; readonly keyFile: string };

export type Certificate = { readonly cert: Buffer; readonly key: Buffer };

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/**
 * Reads both files, and checks that they belong together.
 * @throws StartError that names the setting, and nothing of what is in the files
 */
export function readCertificate({ certFile, keyFile }: CertificateFiles): Certificate {
  const cert = read(certFile, 'TLS_CERT_FILE');
  const key = read(keyFile, 'TLS_KEY_FILE');
  const first = as('TLS_CERT_FILE', 'a certificate in PEM form', () => parsed(cert));
  const privateKey = as('TLS_KEY_FILE', 'a private key in PEM form, without a passphrase', () =>
    createPrivateKey(key),
  );
  if (!first.checkPrivateKey(privateKey))
    throw new StartError(
      'The file that TLS_KEY_FILE names does not hold the key of the certificate in TLS_CERT_FILE',
    );
  // Keys that are too short, and what else OpenSSL refuses.
  as('TLS_CERT_FILE', 'a certificate that OpenSSL accepts', () =>
    createSecureContext({ cert, key }),
  );
  return { cert, key };
}

type Validity = {
  readonly state: 'not yet' | 'valid' | 'ends soon' | 'ended';
  readonly begins: Date;
  readonly ends: Date;
  readonly days: number;
};

/** Whether clients accept a certificate by its dates. */
export function validityOf({ cert }: Certificate): Validity {
  const { validFromDate: begins, validToDate: ends } = parsed(cert);
  const now = Date.now();
  const days = Math.floor((Number(ends) - now) / DAY_MS);
  return { state: stateAt(now, { begins, ends, days }), begins, ends, days };
}

function stateAt(now: number, { begins, days }: Omit<Validity, 'state'>): Validity['state'] {
  if (now < Number(begins)) return 'not yet';
  if (days < 0) return 'ended';
  return days < SOON_DAYS ? 'ends soon' : 'valid';
}

/** Warns of a certificate that clients refuse, or will soon refuse. */
export function warnOfEnd(certificate: Certificate, log: Logger): void {
  const { state, begins, ends, days } = validityOf(certificate);
  if (state === 'not yet')
    log.error({ begins }, 'the certificate in TLS_CERT_FILE is not valid yet');
  if (state === 'ended')
    log.error({ ended: ends }, 'the certificate in TLS_CERT_FILE is no longer valid');
  if (state === 'ends soon')
    log.warn(
      { ends, days },
      'the certificate in TLS_CERT_FILE ends soon: renew it, and send SIGHUP',
    );
}

/** The first of the file: the others are those of who signed it. */
function parsed(cert: Buffer): X509Certificate {
  return new X509Certificate(cert);
}

function read(path: string, setting: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'not readable';
    throw new StartError(`The file that ${setting} names cannot be read (${code})`);
  }
}

/** What OpenSSL says of a file may repeat a part of it. */
function as<Result>(setting: string, what: string, make: () => Result): Result {
  try {
    return make();
  } catch {
    throw new StartError(`The file that ${setting} names does not hold ${what}`);
  }
}
