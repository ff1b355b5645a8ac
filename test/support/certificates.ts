import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export function hasOpenSSL(): boolean {
  return spawnSync('openssl', ['version']).error === undefined;
}

export type TestCertificate = { readonly certFile: string; readonly keyFile: string };

/** A certificate for this machine that signs itself. */
export function makeCertificate(folder: string, name: string, days = 90): TestCertificate {
  const certFile = join(folder, `${name}.crt`);
  const keyFile = join(folder, `${name}.key`);
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const whose = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const files = ['-keyout', keyFile, '-out', certFile];
  const args = ['req', '-x509', ...kind, ...whose, '-days', String(days), ...files];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return { certFile, keyFile };
}
