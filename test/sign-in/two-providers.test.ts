import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import type { TestServer } from '../support/server.ts';
import {
  type Browser,
  callbackOf,
  cookieHeader,
  newBrowser,
  PROOF,
  sessionCookie,
  signIn,
  viewerIn,
} from './browser.ts';
import { signed } from './forge.ts';
import { CLIENT } from './people-configuration.ts';
import type { PeopleProvider } from './people-provider.ts';
import { type People, startPeople } from './people-server.ts';
import { ENTRA, OKTA, setPerson } from './people-shapes.ts';

// People of two providers in one process. Both providers call their person the same.

const SAME = 'ada';
const OPERATOR = { access: ['ADMIN', 'ANALYTICS', 'USER'] };

let people: People;
let server: TestServer;
let okta: PeopleProvider;
let entra: PeopleProvider;
let now = Date.now();

beforeAll(async () => {
  const clock = () => new Date(now);
  people = await startPeople({
    ...OKTA.options,
    clock,
    others: [{ ...ENTRA.options, name: 'entra' }],
  });
  ({ server, provider: okta } = people);
  entra = people.others[0] as PeopleProvider;
});
afterAll(() => people.stop());
beforeEach(async () => {
  setBoth();
  // One that was away in another test is known to be back.
  await server.app.providers.refresh();
});

/** Their tokens last for ten minutes from now. */
function setBoth(): void {
  // A sign-in within the second of a logout, or before it, is refused: each test has seconds of its own.
  now += 1_000;
  for (const [provider, shape] of [
    [okta, OKTA],
    [entra, ENTRA],
  ] as const) {
    provider.setAway(false);
    setPerson(provider, { ...shape, person: SAME }, now);
    provider.setIdClaims({ iat: Math.floor(now / 1_000) });
  }
}

type Name = 'okta' | 'entra';

async function signedIn(name: Name, browser = newBrowser()): Promise<Browser> {
  expect((await signIn(browser, server.url, `/sign-in/${name}`)).status).toBe(303);
  return browser;
}

async function signedInAtBoth() {
  return { atOkta: await signedIn('okta'), atEntra: await signedIn('entra') };
}

const viewer = async (browser: Browser) => (await viewerIn(browser, server.url)).viewer;
const statuses = async (...browsers: Browser[]) =>
  await Promise.all(browsers.map(async (browser) => (await viewerIn(browser, server.url)).status));
const renewals = () =>
  [okta, entra].map(
    (provider) => provider.grants().filter((grant) => grant === 'refresh_token').length,
  );

const OF_OKTA = { provider: 'okta', subject: OKTA.subject };
const OF_ENTRA = { provider: 'entra', subject: ENTRA.subject };

describe('two providers', () => {
  it('have a button each', async () => {
    expect(await (await server.fetch('/sign-in')).json()).toEqual({
      isSignedIn: false,
      providers: [
        { name: 'Okta', address: '/sign-in/okta' },
        { name: 'Microsoft', address: '/sign-in/entra' },
      ],
    });
  });

  it('sign people in at once, each under its own name', async () => {
    const { atOkta, atEntra } = await signedInAtBoth();
    expect(await viewer(atOkta)).toEqual({ ...OPERATOR, login: OF_OKTA });
    expect(await viewer(atEntra)).toEqual({ ...OPERATOR, login: OF_ENTRA });
    const begun = await eventsOf(server, 'SIGNED_IN');
    expect(begun.slice(0, 2).map(({ actor }) => actor.name)).toEqual([
      `entra:${ENTRA.subject} Ada Lovelace`,
      `okta:${OKTA.subject} Ada Lovelace`,
    ]);
  });

  it.each([
    ['okta', 'entra'],
    ['entra', 'okta'],
  ] as const)('do not complete a sign-in for each other: %s at %s', async (name, other) => {
    const browser = newBrowser();
    const callback = await callbackOf(browser, server.url, `/sign-in/${name}`);
    const elsewhere = callback.replace(`/${name}/callback`, `/${other}/callback`);
    const attempt = browser.cookies.get(server.url)?.get('latchkey-sign-in') ?? '';
    const refused = await browser.get(elsewhere);
    expect([refused.status, sessionCookie(browser, server)]).toEqual([400, undefined]);
    // Nor did that use it up where it was begun.
    const completed = await browser.get(callback, { cookie: `latchkey-sign-in=${attempt}` });
    expect([completed.status, (await viewer(browser))?.login]).toEqual([
      303,
      name === 'okta' ? OF_OKTA : OF_ENTRA,
    ]);
  });

  it('replace the session of the other in the same browser', async () => {
    const browser = await signedIn('okta');
    const cookie = cookieHeader(browser, server);
    await signedIn('entra', browser);
    expect((await viewer(browser))?.login).toEqual(OF_ENTRA);
    expect((await viewerIn(newBrowser(), server.url, { ...PROOF, cookie })).status).toBe(401);
  });

  it('keep ten sessions of a person each', async () => {
    const atOkta = await signedIn('okta');
    for (let more = 0; more < 11; more += 1) await signedIn('entra');
    expect(await statuses(atOkta)).toEqual([200]);
  });

  it('renew their own sessions, also while the other is away', async () => {
    const { atOkta, atEntra } = await signedInAtBoth();
    const [ofOkta = 0, ofEntra = 0] = renewals();
    now += 700_000;
    setBoth();
    okta.setAway(true);
    expect(await statuses(atOkta, atEntra)).toEqual([503, 200]);
    expect(renewals()).toEqual([ofOkta, ofEntra + 1]);
    setBoth();
    now += 11_000;
    expect(await statuses(atOkta, atEntra)).toEqual([200, 200]);
    expect(renewals()).toEqual([ofOkta + 1, ofEntra + 1]);
  });
});

describe('signing out', () => {
  it.each(['okta', 'entra'] as const)('leads to the provider of the session: %s', async (name) => {
    const { atOkta, atEntra } = await signedInAtBoth();
    const isOkta = name === 'okta';
    const [leaving, staying] = isOkta ? [atOkta, atEntra] : [atEntra, atOkta];
    const out = await leaving.send(`${server.url}/sign-out`, { method: 'POST', headers: PROOF });
    const { address } = (await out.json()) as { address: string };
    const { tokenIssuer } = isOkta ? okta : entra;
    expect(new URL(address).origin).toBe(new URL(tokenIssuer).origin);
    const hint = new URL(address).searchParams.get('id_token_hint') ?? '';
    expect(JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString())).toMatchObject(
      { iss: tokenIssuer, sub: SAME },
    );
    // The provider asks, and takes the hint for its own.
    expect((await leaving.get(address)).status).toBe(200);
    expect([await viewer(leaving), (await viewer(staying))?.login]).toMatchObject([
      { login: null },
      isOkta ? OF_ENTRA : OF_OKTA,
    ]);
  });

  it.each(['okta', 'entra'] as const)(
    'at a provider ends no session of the other: %s',
    async (name) => {
      const { atOkta, atEntra } = await signedInAtBoth();
      const provider = name === 'okta' ? okta : entra;
      const iat = Math.floor(now / 1_000);
      const claims = {
        ...{ iss: provider.tokenIssuer, aud: CLIENT.id, iat, exp: iat + 120, sub: SAME },
        ...(name === 'entra' && { tid: ENTRA.options.entra?.tenant }),
        events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      };
      const send = async (signer: PeopleProvider, jti: string) => {
        const { kid } = signer.key();
        const header = { alg: 'RS256', typ: 'logout+jwt', kid };
        const token = signed({ header, claims: { ...claims, jti } }, signer.key());
        const body = new URLSearchParams({ logout_token: token });
        return (await server.fetch('/sign-out/back-channel', { method: 'POST', body })).status;
      };
      expect(await send(name === 'okta' ? entra : okta, `${name} forged`)).toBe(400);
      expect(await statuses(atOkta, atEntra)).toEqual([200, 200]);
      expect(await send(provider, `${name} genuine`)).toBe(200);
      expect(await statuses(atOkta, atEntra)).toEqual(name === 'okta' ? [401, 200] : [200, 401]);
    },
  );
});
