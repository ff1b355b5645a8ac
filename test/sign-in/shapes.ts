import { AUDIENCE, type Claims } from './provider.ts';

// Tokens in the shape of two providers, as their documentation shows them.

const SECONDS = () => Math.floor(Date.now() / 1_000);

/** An access token of a custom authorization server of Okta: no `typ`, a list `scp`. */
export function oktaClaims(issuer: string, more: Claims = {}): Claims {
  return {
    ver: 1,
    jti: 'AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE',
    iss: issuer,
    aud: AUDIENCE,
    sub: 'ada@example.com',
    iat: SECONDS(),
    exp: SECONDS() + 3_600,
    cid: '0oabskvc6442nkvQO0h7',
    uid: '00u9o8bm6hS4fJZ0E0g4',
    scp: ['openid', 'latchkey.read'],
    auth_time: SECONDS() - 60,
    client_id: null,
    scope: null,
    ...more,
  };
}

export const OKTA_HEADER = { typ: null };

export const TENANT = '9122040d-6c67-4c5b-b112-36a304b66dad';
export const OTHER_TENANT = '1b0fc2a4-7f3d-4a8e-9a55-3c0fd1a2b7e9';

/** An access token of version 2 of Entra ID for an API of its own. */
export function entraClaims(issuer: string, more: Claims = {}): Claims {
  return {
    aud: AUDIENCE,
    iss: issuer,
    iat: SECONDS(),
    nbf: SECONDS(),
    exp: SECONDS() + 3_600,
    aio: 'AXQAi/8IAAAAtAaZLo3ChMif6KOnttRB7eBq4',
    azp: '6e74172b-be56-4843-9ff4-e66a39bb12e3',
    azpacr: '1',
    name: 'Ada Lovelace',
    oid: '690222be-ff1a-4d56-abd1-7e4f7d38e474',
    preferred_username: 'ada@example.com',
    scp: 'access_as_user',
    sub: 'HKZpfaHyWadeOouYlitjrI-KffTm222X5rrV3xDqfKQ',
    tid: TENANT,
    uti: 'fqiBqXLPj0eQa82S-IYFAA',
    ver: '2.0',
    jti: null,
    client_id: null,
    scope: null,
    ...more,
  };
}

export const ENTRA_HEADER = { typ: 'JWT' };
