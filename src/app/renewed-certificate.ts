import type { Logger } from 'pino';
import {
  type Certificate,
  type CertificateFiles,
  readCertificate,
  warnOfEnd,
} from '../api/http/certificate.ts';
import { StartError } from '../core/start-error.ts';

/**
 * Reads the certificate again with each SIGHUP. One that cannot be used leaves the one before in place.
 * It does so for as long as the process lives: unheard, the signal would end it in the middle of a stop.
 */
export function renewOnHangup(
  files: CertificateFiles,
  log: Logger,
  renew: (certificate: Certificate) => void,
): void {
  process.on('SIGHUP', () => {
    try {
      const certificate = readCertificate(files);
      renew(certificate);
      log.info('the certificate was read again');
      warnOfEnd(certificate, log);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      log.error(`The certificate was not changed: ${error.message}`);
    }
  });
}
