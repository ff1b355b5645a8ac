import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { newBrowser, signIn, viewerIn } from './browser.ts';
import { logoutToken, sendLogout } from './logout-token.ts';
import type { PeopleProvider } from './people-provider.ts';
import { type People, startPeople } from './people-server.ts';
import { ENTRA, OBJECT_ID } from './people-shapes.ts';
import type { Claims } from './provider.ts';
import { OTHER_TENANT, TENANT } from './shapes.ts';

// People of Entra ID: the issuer names a tenant, the subject is another for each application, and sessions
// have names of their own.

let people: People;
let provider: PeopleProvider;
let server: TestServer;
let now = Date.now();
const seconds = () => Math.floor(now / 1_000);
const claimsOf = (more: Claims = {}) => ({ ...ENTRA.claims(provider, seconds()), ...more });

beforeAll(async () => {
  people = await startPeople({ ...ENTRA.options, clock: () => new Date(now) });
  ({ provider, server } = people);
  provider.setClaims(claimsOf());
});
afterAll(() => people.stop());

type Row = { readonly subject: string; readonly idSubject: string; readonly sid: string | null };
const rows = () =>
  server.db.rows<Row>(sql`
    select s.subject, s.id_subject as "idSubject", s.provider_session as sid from sign_in_sessions s order by s.id`);

function logOut(claims: Claims): Promise<number> {
  const token = logoutToken(provider, seconds(), { claims: { tid: TENANT, ...claims } });
  return sendLogout(server.url, token);
}

describe('a person of Entra ID', () => {
  it('signs in by the object id, and the session is renewed', async () => {
    const browser = newBrowser();
    expect((await signIn(browser, server.url)).status).toBe(303);
    expect(await rows()).toMatchObject([{ subject: OBJECT_ID, idSubject: 'ada' }]);
    expect(await viewerIn(browser, server.url)).toMatchObject({
      status: 200,
      viewer: { login: { subject: OBJECT_ID } },
    });
    now += 700_000;
    provider.setClaims(claimsOf());
    expect((await viewerIn(browser, server.url)).status).toBe(200);
    expect(provider.grants()).toContain('refresh_token');
  });

  it('is refused from another tenant, and without a role', async () => {
    const refused = async (claims: Claims) => {
      provider.setClaims(claims);
      return (await signIn(newBrowser(), server.url)).text();
    };
    const iss = provider.tokenIssuer.replace(TENANT, OTHER_TENANT);
    expect(await refused(claimsOf({ tid: OTHER_TENANT, iss }))).toContain('tenant');
    expect(await refused(claimsOf({ ver: '1.0' }))).toContain('version 1');
    expect(await refused(claimsOf({ roles: [] }))).toContain('No rule grants anything');
    provider.setClaims(claimsOf());
  });
});

describe('back-channel logout by the name of a session', () => {
  it('ends that one alone, and none of another person', async () => {
    await server.db.rows(sql`delete from sign_in_sessions`);
    const [one, two] = [newBrowser(), newBrowser()];
    for (const browser of [one, two]) await signIn(browser, server.url);
    const [first, other] = await rows();
    expect(first?.sid).toMatch(/^[\x21-\x7e]+$/);
    expect(other?.sid).not.toBe(first?.sid);
    const status = async () =>
      [await viewerIn(one, server.url), await viewerIn(two, server.url)].map(
        (answer) => answer.status,
      );
    expect(await logOut({ sid: first?.sid, sub: 'eve' })).toBe(200);
    expect(await logOut({ sid: 'unknown' })).toBe(200);
    expect(await logOut({ sid: first?.sid, tid: OTHER_TENANT })).toBe(400);
    expect(await status()).toEqual([200, 200]);
    expect(await logOut({ sid: first?.sid })).toBe(200);
    expect(await status()).toEqual([401, 200]);
    expect(await logOut({ sub: first?.idSubject })).toBe(200);
    expect(await rows()).toEqual([]);
  });
});
