import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export function hasOpenSSL(): boolean {
  return spawnSync('openssl', ['version']).error === undefined;
}

export type TestCertificate = { readonly certFile: string; readonly keyFile: string };

type Wanted = { readonly days?: number; readonly names?: string };

/** A certificate that signs itself, for this machine unless it says otherwise. */
export function makeCertificate(
  folder: string,
  name: string,
  { days = 90, names = 'DNS:localhost,IP:127.0.0.1' }: Wanted = {},
): TestCertificate {
  const certFile = join(folder, `${name}.crt`);
  const keyFile = join(folder, `${name}.key`);
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const whose = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${names}`];
  const files = ['-keyout', keyFile, '-out', certFile];
  const args = ['req', '-x509', ...kind, ...whose, '-days', String(days), ...files];
  execFileSync('openssl', args, { stdio: 'ignore' });
  return { certFile, keyFile };
}

/** One that ended yesterday. */
export function endedCertificate(folder: string, name: string, wanted?: Wanted): TestCertificate {
  const { certFile, keyFile } = makeCertificate(folder, name, wanted);
  const files = ['-in', certFile, '-signkey', keyFile, '-out', certFile];
  execFileSync('openssl', ['x509', ...files, '-days', '-1'], { stdio: 'ignore' });
  return { certFile, keyFile };
}
