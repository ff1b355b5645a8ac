import { EVIL, type Forged } from './admin-tokens.ts';
import { signed, unsigned } from './forge.ts';
import { OKTA_HEADER, OTHER_TENANT, TENANT } from './shapes.ts';

const NO_TEXT = { toString: 0, valueOf: 0 };
/** Too deep for whatever calls itself for each level. */
const DEEP = (claims: string) =>
  claims.replace(/"sub":"[^"]*"/, `"sub":${'['.repeat(4_500)}${']'.repeat(4_500)}`);

/** Of these, what they say is wrong. */
export const FORGED_CLAIMS: readonly Forged[] = [
  [
    'of another issuer',
    'UNKNOWN_ISSUER',
    ({ okta, admin }) => okta.accessToken(admin({ iss: EVIL })),
  ],
  [
    'with its issuer in another case',
    'UNKNOWN_ISSUER',
    ({ okta, admin }) =>
      okta.accessToken(admin({ iss: okta.issuer.replace('default', 'Default') })),
  ],
  [
    'with a slash after its issuer',
    'UNKNOWN_ISSUER',
    ({ okta, admin }) => okta.accessToken(admin({ iss: `${okta.issuer}/` })),
  ],
  [
    'with a list of issuers',
    'UNKNOWN_ISSUER',
    ({ okta, admin }) => okta.accessToken(admin({ iss: [okta.issuer] })),
  ],
  [
    'of one provider in the name of another',
    'UNKNOWN_KEY',
    ({ entra, admin }) => entra.accessToken(admin(), OKTA_HEADER),
  ],
  [
    'for another audience',
    'AUDIENCE',
    ({ okta, admin }) => okta.accessToken(admin({ aud: 'api://other' }), OKTA_HEADER),
  ],
  [
    'without an audience',
    'AUDIENCE',
    ({ okta, admin, header }) =>
      signed({ header: header(), claims: { ...admin(), aud: undefined } }, okta.key()),
  ],
  [
    'with an audience that only begins like ours',
    'AUDIENCE',
    ({ okta, admin }) =>
      okta.accessToken(admin({ aud: 'api://latchkey.example.com' }), OKTA_HEADER),
  ],
  [
    'of another tenant',
    'TENANT',
    ({ entra, entraAdmin, tenantIssuer }) =>
      entra.accessToken(entraAdmin({ iss: tenantIssuer(OTHER_TENANT), tid: OTHER_TENANT })),
  ],
  [
    'of one tenant in the name of another',
    'UNKNOWN_ISSUER',
    ({ entra, entraAdmin }) => entra.accessToken(entraAdmin({ tid: OTHER_TENANT })),
  ],
  [
    'without a tenant',
    'UNKNOWN_ISSUER',
    ({ entra, entraAdmin }) => entra.accessToken(entraAdmin({ tid: null })),
  ],
  [
    'with the tenant as a pattern',
    'UNKNOWN_ISSUER',
    ({ entra, entraAdmin }) => entra.accessToken(entraAdmin({ tid: '{tenantid}' })),
  ],
  [
    'of version 1 of Entra ID',
    'VERSION_1',
    ({ entra, entraAdmin }) =>
      entra.accessToken(entraAdmin({ iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0' })),
  ],
  [
    'that is an ID token by its nonce',
    'NO_ACCESS_TOKEN',
    ({ okta, admin }) => okta.accessToken(admin({ nonce: 'n-0S6_WzA2Mj' }), OKTA_HEADER),
  ],
  [
    'that is an ID token, with a client and no scope',
    'NO_ACCESS_TOKEN',
    ({ okta, admin }) => okta.accessToken(admin({ scp: null, cid: null }), OKTA_HEADER),
  ],
  [
    'that is an ID token with azp and without a nonce',
    'NO_ACCESS_TOKEN',
    ({ okta, admin }) =>
      okta.accessToken(admin({ scp: null, cid: null, azp: 'app' }), { typ: 'JWT' }),
  ],
  [
    'that is an ID token of Keycloak',
    'NO_ACCESS_TOKEN',
    ({ okta, admin }) => okta.accessToken(admin({ typ: 'ID', azp: 'app' }), { typ: 'JWT' }),
  ],
  [
    'that is a logout token',
    'NO_ACCESS_TOKEN',
    ({ okta, admin }) => okta.accessToken(admin(), { typ: 'logout+jwt' }),
  ],
  [
    'that has expired',
    'EXPIRED',
    ({ okta, seconds, admin }) => okta.accessToken(admin({ exp: seconds() - 31 }), OKTA_HEADER),
  ],
  [
    'that is not valid yet',
    'NOT_YET_VALID',
    ({ okta, seconds, admin }) => okta.accessToken(admin({ nbf: seconds() + 60 }), OKTA_HEADER),
  ],
  [
    'that was issued in the future',
    'NOT_YET_VALID',
    ({ okta, seconds, admin }) => okta.accessToken(admin({ iat: seconds() + 60 }), OKTA_HEADER),
  ],
  [
    'that never expires',
    'CLAIMS',
    ({ okta, admin, header }) =>
      signed({ header: header(), claims: { ...admin(), exp: undefined } }, okta.key()),
  ],
  [
    'that expires beyond all years',
    'CLAIMS',
    ({ okta, admin, header }) =>
      signed(
        { header: header(), claims: JSON.stringify(admin()).replace(/"exp":\d+/, '"exp":1e400') },
        okta.key(),
      ),
  ],
  [
    'whose expiry is a text',
    'CLAIMS',
    ({ okta, admin, header }) =>
      signed({ header: header(), claims: { ...admin(), exp: '9999999999' } }, okta.key()),
  ],
  [
    'whose start is a text',
    'CLAIMS',
    ({ okta, admin, header }) =>
      signed({ header: header(), claims: { ...admin(), nbf: 'now' } }, okta.key()),
  ],
  [
    'without a subject',
    'CLAIMS',
    ({ okta, admin, header }) =>
      signed({ header: header(), claims: { ...admin(), sub: undefined } }, okta.key()),
  ],
  [
    'whose subject is an object that is no text',
    'CLAIMS',
    ({ admin, header }) => unsigned({ header: header(), claims: admin({ sub: NO_TEXT }) }, 'AA'),
  ],
  [
    'whose subject is nested deeply',
    'CLAIMS',
    ({ admin, header }) =>
      unsigned({ header: header(), claims: DEEP(JSON.stringify(admin())) }, 'AA'),
  ],
  [
    'whose subject is an object that is no text, alg none',
    'ALGORITHM',
    ({ admin }) => unsigned({ header: { alg: 'none' }, claims: admin({ sub: NO_TEXT }) }, 'AA'),
  ],
  [
    'whose subject has a blank',
    'CLAIMS',
    ({ okta, admin }) => okta.accessToken(admin({ sub: 'ada okta:root' }), OKTA_HEADER),
  ],
  [
    'with a claim that comes twice',
    'MALFORMED',
    ({ okta, admin, header }) =>
      signed(
        { header: header(), claims: `{"groups":["users"],${JSON.stringify(admin()).slice(1)}` },
        okta.key(),
      ),
  ],
  [
    'with a claim that comes twice, once escaped',
    'MALFORMED',
    ({ okta, admin, header }) =>
      signed(
        {
          header: header(),
          claims: `{"\\u0067roups" :["users"],${JSON.stringify(admin()).slice(1)}`,
        },
        okta.key(),
      ),
  ],
  [
    'with a header that has alg twice',
    'MALFORMED',
    ({ okta, admin, header }) =>
      signed(
        { header: `{"alg":"none",${JSON.stringify(header()).slice(1)}`, claims: admin() },
        okta.key(),
      ),
  ],
  [
    'whose claims are no JSON',
    'MALFORMED',
    ({ okta, header }) => signed({ header: header(), claims: '{"sub":' }, okta.key()),
  ],
  [
    'whose claims are a list',
    'MALFORMED',
    ({ okta, admin, header }) =>
      signed({ header: header(), claims: JSON.stringify([admin()]) }, okta.key()),
  ],
  [
    'whose claims are no UTF-8',
    'MALFORMED',
    ({ okta, admin, header }) => {
      const [first, , last] = signed({ header: header(), claims: admin() }, okta.key()).split('.');
      return `${first}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('base64url')}.${last}`;
    },
  ],
  [
    'with five parts (encrypted)',
    'MALFORMED',
    ({ admin }) =>
      `${unsigned({ header: { alg: 'RSA-OAEP', enc: 'A256GCM' }, claims: admin() }, 'AA')}.AA.AA`,
  ],
  [
    'that is too long',
    'TOO_LONG',
    ({ okta, admin, header }) =>
      signed({ header: header(), claims: admin({ filler: 'x'.repeat(11_000) }) }, okta.key()),
  ],
];
