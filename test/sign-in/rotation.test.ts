import { expect, it } from 'vitest';
import { cookieHeader, newBrowser, PROOF, signIn, viewerIn } from './browser.ts';
import { ADMINS, startPeople } from './people-server.ts';

// A provider signs with another key while people work: nobody notices.

const WORKERS = 6;
const ENOUGH = { requests: 300, renewals: WORKERS, signIns: 6 };
/** Of a token. */
const SECONDS = 20;

async function startLoad() {
  let now = Date.now();
  const people = await startPeople({ rules: [ADMINS], clock: () => new Date(now) });
  const { provider, server } = people;
  const second = await people.beside();
  const failed: unknown[] = [];
  const sent = { requests: 0, signIns: 0 };
  let isOver = false;

  /** Between two requests: a renewal has 20 seconds of this clock before another process tries it. */
  function passTime(): void {
    now += 100;
    const iat = Math.floor(now / 1_000);
    provider.setClaims({ groups: ['admins'], iat, exp: iat + SECONDS });
  }

  async function signedIn(person: string): Promise<string> {
    provider.setPerson(person);
    const browser = newBrowser();
    const { status } = await signIn(browser, server.url);
    if (status !== 303) throw new Error(`the sign-in was refused with ${status}`);
    return cookieHeader(browser, server);
  }

  async function work(cookie: string): Promise<void> {
    for (let turn = 0; !isOver; turn += 1) {
      passTime();
      const { url } = turn % 2 === 0 ? server : second;
      const { status, error } = await viewerIn(newBrowser(), url, { ...PROOF, cookie });
      if (status !== 200) failed.push([status, error]);
      sent.requests += 1;
    }
  }

  async function arrive(): Promise<void> {
    for (let serial = 0; !isOver; serial += 1) {
      const cookie = await signedIn(`newcomer-${serial}`).catch((error) => {
        failed.push(error);
        return '';
      });
      const { status } = await viewerIn(newBrowser(), second.url, { ...PROOF, cookie });
      if (status !== 200) failed.push(status);
      sent.signIns += 1;
    }
  }

  const renewals = () => provider.grants().filter((grant) => grant === 'refresh_token').length;
  passTime();
  const cookies: string[] = [];
  for (let place = 0; place < WORKERS; place += 1) cookies.push(await signedIn(`worker-${place}`));
  const all = Promise.all([arrive(), ...cookies.map(work)]);
  return {
    people,
    failed,
    /** Until enough was asked for from now on. */
    goOn: async () => {
      const from = { ...sent, renewals: renewals() };
      const since = () => ({
        requests: sent.requests - from.requests >= ENOUGH.requests,
        renewals: renewals() - from.renewals >= ENOUGH.renewals,
        signIns: sent.signIns - from.signIns >= ENOUGH.signIns,
      });
      await expect.poll(since).toEqual({ requests: true, renewals: true, signIns: true });
    },
    end: async () => {
      isOver = true;
      await all;
    },
  };
}

it.each([
  ['stays published', 'old key'],
  ['is withdrawn', undefined],
] as const)(
  'no request fails while the keys of a provider change, and the old one %s',
  async (_what, keeps) => {
    const { people, failed, goOn, end } = await startLoad();
    try {
      await goOn();
      const before = people.provider.key();
      await people.provider.rotate(keeps);
      expect(people.provider.key()).not.toEqual(before);
      await goOn();
    } finally {
      await end();
    }
    expect(failed).toEqual([]);
  },
);
