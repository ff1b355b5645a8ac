import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';
import { settingsOf } from './admins-and-users.ts';
import { signed } from './forge.ts';
import { type Claims, newKey, startProvider, type TestProvider } from './provider.ts';
import { viewerOf } from './request.ts';
import { OKTA_HEADER, oktaClaims } from './shapes.ts';

// How many requests a token allows, and how many guesses an address.

let provider: TestProvider;
const now = Date.now();

beforeAll(async () => {
  provider = await startProvider();
});
afterAll(() => provider.stop());

const seconds = () => Math.floor(now / 1_000);
const tokenOf = (claims: Claims) =>
  provider.accessToken(
    oktaClaims(provider.issuer, { iat: seconds(), exp: seconds() + 600, ...claims }),
    OKTA_HEADER,
  );
const adminToken = () => tokenOf({ sub: '00u1ada', name: 'Ada Lovelace', groups: ['admins'] });

describe('limits', () => {
  it('count by the person, and are named like those of keys', async () => {
    const limited = await startServer({
      env: {
        OIDC_PROVIDERS: JSON.stringify(settingsOf(provider)),
        RATE_LIMIT_ADMIN_KEY: '3',
        RATE_LIMIT_KEY: '2',
      },
      clock: () => new Date(now),
    });
    await limited.app.providers.refresh();
    const statuses: number[] = [];
    for (let sent = 0; sent < 5; sent += 1)
      statuses.push((await viewerOf(limited, await adminToken())).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const other = await viewerOf(limited, await tokenOf({ sub: '00u1other', groups: ['admins'] }));
    expect([other.status, other.headers.get('ratelimit-policy')]).toEqual([
      200,
      expect.stringContaining('"admin-key";q=3'),
    ]);
    const user = await tokenOf({ email: 'limited@example.com', email_verified: true });
    const ofUser = await viewerOf(limited, user);
    expect(ofUser.headers.get('ratelimit-policy')).toContain('"user-key";q=2');
    const without = await tokenOf({ sub: '00u1without', groups: ['nobody'] });
    const refused: number[] = [];
    for (let sent = 0; sent < 4; sent += 1) refused.push((await viewerOf(limited, without)).status);
    expect(refused).toEqual([403, 403, 429, 429]);
  });

  const ADMIN = { groups: ['admins'] };
  const USER = { email: 'lin@example.com', email_verified: true };
  it.each<[string, Claims, Claims, number]>([
    ['an operator', ADMIN, { exp: -1 }, 200],
    ['an operator', ADMIN, { nbf: 86_400 }, 200],
    ['a user', USER, { exp: -1 }, 200],
    ['a user', USER, { nbf: 86_400 }, 200],
    ['a person without rights', { groups: ['nobody'] }, { exp: -1 }, 403],
  ])(
    'of %s (%j) are not used up by tokens that are over: %j',
    async (who, claims, times, right) => {
      const limited = await startServer({
        env: {
          OIDC_PROVIDERS: JSON.stringify(settingsOf(provider)),
          RATE_LIMIT_ADMIN_KEY: '2',
          RATE_LIMIT_KEY: '2',
        },
        clock: () => new Date(now),
      });
      await limited.app.providers.refresh();
      const own = { ...claims, sub: `00u1${who.replaceAll(' ', '-')}` };
      const over = Object.entries(times).map(([name, offset]) => [
        name,
        seconds() + Number(offset),
      ]);
      const useless = await tokenOf({ ...own, ...Object.fromEntries(over) });
      const statuses = async (token: string, count: number) => {
        const all: number[] = [];
        for (let sent = 0; sent < count; sent += 1)
          all.push((await viewerOf(limited, token)).status);
        return all;
      };
      expect(await statuses(useless, 4)).toEqual([401, 401, 429, 429]);
      expect(await statuses(await tokenOf(own), 3)).toEqual([right, right, 429]);
      await limited.stop();
    },
  );

  it('slow an address down that guesses, but not for tokens that had a right once', async () => {
    const guarded = await startServer({
      env: { OIDC_PROVIDERS: JSON.stringify(settingsOf(provider)), GUESS_LIMIT: '2' },
      clock: () => new Date(now),
    });
    await guarded.app.providers.refresh();
    const expired = await tokenOf({ groups: ['admins'], exp: seconds() - 1 });
    const without = await tokenOf({ groups: ['nobody'] });
    for (let sent = 0; sent < 10; sent += 1)
      expect([
        (await viewerOf(guarded, expired)).status,
        (await viewerOf(guarded, without)).status,
      ]).toEqual([401, 403]);
    const key = await newKey();
    const guesses = await Promise.all(
      Array.from({ length: 30 }, async (_, place) => {
        const claims = oktaClaims(provider.issuer, { groups: ['admins'], place });
        const token = signed({ header: { alg: 'RS256', kid: provider.key().kid }, claims }, key);
        return (await viewerOf(guarded, token)).status;
      }),
    );
    expect(guesses).toContain(429);
    expect(guesses).not.toContain(200);
  });
});
