import type { Claims } from './provider.ts';
import { UNUSUAL_NAMES } from './unusual-names.ts';

type TokenOf = (claims?: Claims, header?: Claims) => string;

/** Logout tokens of which something is wrong: `tokenOf` makes one that is right, but for what it is given. */
export function forgedLogouts(tokenOf: TokenOf, now: number): string[] {
  const [head, claims, signature] = tokenOf().split('.');
  return [
    tokenOf({ iss: 'https://evil.example' }),
    tokenOf({ aud: 'api://latchkey' }),
    tokenOf({ aud: undefined }),
    tokenOf({ iat: now - 3_600 }),
    tokenOf({ iat: now + 3_600 }),
    tokenOf({ iat: undefined }),
    tokenOf({ exp: now - 3_600 }),
    tokenOf({ exp: undefined }),
    tokenOf({ jti: undefined }),
    tokenOf({ sub: undefined }),
    tokenOf({ sub: 7 }),
    ...UNUSUAL_NAMES.map((text) => tokenOf({ sub: text })),
    ...UNUSUAL_NAMES.map((text) => tokenOf({ sid: text })),
    ...UNUSUAL_NAMES.map((text) => tokenOf({ sub: undefined, sid: text })),
    tokenOf({ nonce: 'n' }),
    tokenOf({ events: undefined }),
    tokenOf({ events: {} }),
    tokenOf({ events: { 'http://schemas.openid.net/event/backchannel-logout': true } }),
    tokenOf({}, { typ: 'JWT' }),
    tokenOf({}, { typ: 'at+jwt' }),
    tokenOf({}, { alg: 'HS256' }),
    tokenOf({}, { alg: 'none' }),
    tokenOf({}, { kid: 'another' }),
    [head, claims, `${signature?.startsWith('A') ? 'B' : 'A'}${signature?.slice(1)}`].join('.'),
    [head, claims, ''].join('.'),
    'x',
    '',
  ];
}
