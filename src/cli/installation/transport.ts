import type { Config } from '../../core/config/config.ts';
import { fail, type InstallationCheck, ok, warn } from './check.ts';

const NAME = 'TLS';
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

const UNKNOWN_SIGNER = [
  'is not signed by an authority that this machine trusts',
  'Serve it with the certificates of its signers. For an authority of your own, set NODE_EXTRA_CA_CERTS to the file of its certificate.',
] as const;

/** By the codes of Node: what is wrong with a certificate, and what to do. */
const FAULTS: Readonly<Record<string, readonly [fault: string, remedy: string]>> = {
  CERT_HAS_EXPIRED: ['has expired', 'Renew it, and let the proxy load the new one.'],
  CERT_NOT_YET_VALID: ['is not valid yet', 'Set the clocks of this machine and of its issuer.'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'is for another name',
    'Give the address with a name that the certificate has, or get one for this name.',
  ],
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_SIGNER,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_SIGNER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_SIGNER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_SIGNER,
};

/** @returns null for what is no fault of a certificate */
export function certificateFault({ host }: URL, code: string): InstallationCheck | null {
  const found = FAULTS[code];
  if (found === undefined) return null;
  const [fault, remedy] = found;
  return fail(NAME, `Callers refuse the certificate of ${host}: it ${fault}.`, remedy);
}

/** Whether keys are encrypted on their way, and whether the service knows the addresses of callers. */
export function checkTransport(
  config: Config,
  { protocol, hostname, port }: URL,
): InstallationCheck[] {
  if (LOOPBACK.has(hostname)) return [];
  const isEncrypted = protocol === 'https:';
  const transport = isEncrypted
    ? ok(NAME, 'The certificate is valid.')
    : warn(
        NAME,
        'Keys are sent without encryption.',
        'Put a proxy with TLS in front of the service: docs/deployment.md.',
      );
  // With a certificate of its own, the service needs no proxy.
  const isBehindProxy = config.tls === null && (isEncrypted || port === '');
  if (!isBehindProxy || !isNone(config.trustProxy)) return [transport];
  return [
    transport,
    warn(
      'proxy',
      'TRUST_PROXY is not set, so all callers share the address of the proxy, its limits and its audit entries.',
      'Set TRUST_PROXY to the number of proxies in front of the service, or to their addresses.',
    ),
  ];
}

function isNone(trustProxy: Config['trustProxy']): boolean {
  return 'hops' in trustProxy && trustProxy.hops === 0;
}
