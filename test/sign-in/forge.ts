import { createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { JWK } from 'jose';
import type { Claims } from './provider.ts';

// Tokens that no library would make.

type Forged = {
  readonly header: Claims | string;
  readonly claims: Claims | string;
};

function encoded(part: Claims | string): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** Signed with RS256 or ES256 by a private key, whatever the header says. */
export function signed({ header, claims }: Forged, key: JWK): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(text), {
    key: privateKey,
    dsaEncoding: 'ieee-p1363',
  });
  return `${text}.${signature.toString('base64url')}`;
}

/** Signed with HS256, for which the text of the public key serves as the secret. */
export function signedWithPublicKey({ header, claims }: Forged, key: JWK): string {
  const text = `${encoded(header)}.${encoded(claims)}`;
  const pem = createPublicKey({ key: { ...key }, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  });
  return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
}

export function unsigned({ header, claims }: Forged, signature = ''): string {
  return `${encoded(header)}.${encoded(claims)}.${signature}`;
}

/** The same token with another claim, and the signature that it had. */
export function altered(token: string, claims: Claims): string {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const own = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  return [header, encoded({ ...own, ...claims }), signature].join('.');
}

export function publicHalf({ kty, n, e, kid, alg, use }: JWK): JWK {
  return { kty, kid, alg, use, ...(n && { n }), ...(e && { e }) } as JWK;
}
