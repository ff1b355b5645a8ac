import { EVIL, type Forged } from './admin-tokens.ts';
import { altered, publicHalf, signed, signedWithPublicKey, unsigned } from './forge.ts';
import { newKey } from './provider.ts';
import { OKTA_HEADER } from './shapes.ts';

/** Of these, the signature is wrong, or the key or algorithm that the header names. */
export const FORGED_SIGNATURES: readonly Forged[] = [
  [
    'without a signature, alg none',
    'ALGORITHM',
    ({ admin, header }) => unsigned({ header: header({ alg: 'none' }), claims: admin() }, 'AA'),
  ],
  [
    'without a signature, alg nOnE',
    'ALGORITHM',
    ({ admin, header }) => unsigned({ header: header({ alg: 'nOnE' }), claims: admin() }, 'AA'),
  ],
  [
    'with an empty signature',
    'MALFORMED',
    ({ admin, header }) => unsigned({ header: header(), claims: admin() }),
  ],
  [
    'signed with HS256 and the public key',
    'ALGORITHM',
    ({ okta, admin, header }) =>
      signedWithPublicKey({ header: header({ alg: 'HS256' }), claims: admin() }, okta.key()),
  ],
  [
    'signed with HS256 that says RS256',
    'SIGNATURE',
    ({ okta, admin, header }) =>
      signedWithPublicKey({ header: header(), claims: admin() }, okta.key()),
  ],
  [
    'with an algorithm that is not in the list',
    'ALGORITHM',
    ({ okta, admin, header }) =>
      signed({ header: header({ alg: 'RS512' }), claims: admin() }, okta.key()),
  ],
  [
    "with another key under the provider's kid",
    'SIGNATURE',
    async ({ admin, header }) => signed({ header: header(), claims: admin() }, await newKey()),
  ],
  [
    'with another kind of key under its kid',
    'UNKNOWN_KEY',
    async ({ admin, header }) =>
      signed({ header: header({ alg: 'ES256' }), claims: admin() }, await newKey('ES256')),
  ],
  [
    'with a kid of its own',
    'UNKNOWN_KEY',
    async ({ admin, header }) => {
      const key = await newKey();
      return signed({ header: header({ kid: key.kid }), claims: admin() }, key);
    },
  ],
  [
    'with a path for a kid',
    'UNKNOWN_KEY',
    async ({ admin, header }) =>
      signed({ header: header({ kid: '../../etc/passwd' }), claims: admin() }, await newKey()),
  ],
  [
    'with a kid that is no text',
    'UNKNOWN_KEY',
    async ({ admin, header }) =>
      signed({ header: header({ kid: 7 }), claims: admin() }, await newKey()),
  ],
  [
    'that brings its key (jwk)',
    'UNKNOWN_KEY',
    async ({ admin }) => {
      const key = await newKey();
      return signed(
        { header: { alg: 'RS256', kid: key.kid, jwk: publicHalf(key) }, claims: admin() },
        key,
      );
    },
  ],
  [
    "that brings its key (jwk) under the provider's kid",
    'SIGNATURE',
    async ({ admin, header }) => {
      const key = await newKey();
      return signed({ header: header({ jwk: publicHalf(key) }), claims: admin() }, key);
    },
  ],
  [
    'that names an address of keys (jku)',
    'UNKNOWN_KEY',
    async ({ admin }) => {
      const key = await newKey();
      return signed(
        { header: { alg: 'RS256', kid: key.kid, jku: `${EVIL}/keys` }, claims: admin() },
        key,
      );
    },
  ],
  [
    'that names an address of certificates (x5u)',
    'SIGNATURE',
    async ({ admin, header }) =>
      signed({ header: header({ x5u: `${EVIL}/cert.pem` }), claims: admin() }, await newKey()),
  ],
  [
    'with a critical extension',
    'MALFORMED',
    ({ okta, admin, header }) =>
      signed({ header: header({ crit: ['exp2'], exp2: 1 }), claims: admin() }, okta.key()),
  ],
  [
    'with a payload that is not encoded (b64)',
    'MALFORMED',
    ({ okta, admin, header }) =>
      signed({ header: header({ crit: ['b64'], b64: false }), claims: admin() }, okta.key()),
  ],
  [
    'with a claim that was changed',
    'SIGNATURE',
    async ({ okta, admin }) =>
      altered(await okta.accessToken(admin({ groups: null }), OKTA_HEADER), {
        groups: ['admins'],
      }),
  ],
];
