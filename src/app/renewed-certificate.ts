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
 * @returns how to end that
 */
export function renewOnHangup(
  files: CertificateFiles,
  log: Logger,
  renew: (certificate: Certificate) => void,
): () => void {
  const heard = () => {
    try {
      const certificate = readCertificate(files);
      renew(certificate);
      log.info('the certificate was read again');
      warnOfEnd(certificate, log);
    } catch (error) {
      if (!(error instanceof StartError)) throw error;
      log.error(`The certificate was not changed: ${error.message}`);
    }
  };
  process.on('SIGHUP', heard);
  return () => process.off('SIGHUP', heard);
}
