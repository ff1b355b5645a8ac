import { describe, expect, it } from 'vitest';
import { newBrowser, signIn, viewerIn } from './browser.ts';
import type { PeopleProvider } from './people-provider.ts';
import { ADMINS, startPeople } from './people-server.ts';

const renewalsAt = ({ grants }: PeopleProvider) =>
  grants().filter((grant) => grant === 'refresh_token').length;

describe('a session whose token has no key any more', () => {
  async function startWithout() {
    let now = Date.now();
    const { provider, server } = await startPeople({
      rules: [ADMINS],
      clock: () => new Date(now),
    });
    provider.setClaims({ groups: ['admins'] });
    const browser = newBrowser();
    await signIn(browser, server.url);
    await provider.rotate();
    const pass = async (seconds: number) => {
      now += seconds * 1_000;
      await server.app.providers.refresh();
    };
    // The keys are read again, and the token is not to be renewed yet.
    await pass(601);
    return { provider, pass, status: async () => (await viewerIn(browser, server.url)).status };
  }

  it('is renewed at once', async () => {
    const { provider, status } = await startWithout();
    expect(await Promise.all([status(), status(), status()])).toEqual([200, 200, 200]);
    expect([await status(), renewalsAt(provider)]).toEqual([200, 1]);
  });

  it('is renewed once in ten seconds where that does not help', async () => {
    const { provider, status, pass } = await startWithout();
    provider.setOpaque(true);
    expect([await status(), await status(), await status()]).toEqual([401, 401, 401]);
    expect(renewalsAt(provider)).toBe(1);
    provider.setOpaque(false);
    await pass(11);
    expect([await status(), renewalsAt(provider)]).toEqual([200, 2]);
  });

  it('goes on once the provider is back, if it is away', async () => {
    const { provider, status, pass } = await startWithout();
    provider.setAway(true);
    expect([await status(), await status()]).toEqual([503, 503]);
    provider.setAway(false);
    await pass(11);
    expect([await status(), renewalsAt(provider)]).toEqual([200, 1]);
  });
});
