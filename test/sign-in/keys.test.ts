import { describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';
import { signed } from './forge.ts';
import { startBoth } from './key-reading.ts';
import { newKey, startProvider } from './provider.ts';
import { viewerOf } from './request.ts';
import { oktaClaims } from './shapes.ts';

// Where the keys come from, and when.

describe('the keys of a provider', () => {
  it('are read at the start and then only when they are due, whatever is asked', async () => {
    const provider = await startProvider({ cacheControl: 'public, max-age=300' });
    const { refresh, token, statusOf, pass } = await startBoth(provider);
    await refresh();
    const valid = await token();
    const statuses = await Promise.all(Array.from({ length: 50 }, () => statusOf(valid)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(provider.keyReads()).toBe(1);
    pass(299);
    await refresh();
    expect(provider.keyReads()).toBe(1);
    pass(2);
    await refresh();
    expect(provider.keyReads()).toBe(2);
  });

  it.each([
    ['no-store', 60],
    ['max-age=1', 60],
    ['max-age=999999999', 86_400],
    ['', 600],
  ])('with Cache-Control "%s" are kept for %i seconds', async (cacheControl, seconds) => {
    const provider = await startProvider(cacheControl === '' ? {} : { cacheControl });
    const { refresh, pass } = await startBoth(provider);
    await refresh();
    pass(seconds - 2);
    await refresh();
    expect(provider.keyReads()).toBe(1);
    pass(3);
    await refresh();
    expect(provider.keyReads()).toBe(2);
  });

  it('may change under requests: none fails', async () => {
    const provider = await startProvider();
    const { refresh, token, statusOf } = await startBoth(provider);
    await refresh();
    const failed: number[] = [];
    const sent = { before: 0, after: 0 };
    let when: keyof typeof sent | 'over' = 'before';
    const old = await token();
    const asking = Array.from({ length: 8 }, async () => {
      for (let turn = 0; when !== 'over'; turn += 1) {
        const then = when;
        // A client gets its tokens from the provider as it is at that moment.
        const status = await statusOf(turn % 4 === 0 ? await token() : old);
        if (status !== 200) failed.push(status);
        sent[then] += 1;
      }
    });
    try {
      await expect.poll(() => sent.before).toBeGreaterThanOrEqual(40);
      // As providers do: the old key is published until its tokens have expired.
      await provider.rotate('old key');
      when = 'after';
      await expect.poll(() => sent.after).toBeGreaterThanOrEqual(40);
    } finally {
      when = 'over';
      await Promise.all(asking);
    }
    expect(failed).toEqual([]);
    // All requests with the new key shared one reading.
    expect(provider.keyReads()).toBe(2);
  });

  it('are read once more for a new key if they were being read when it was published', async () => {
    const provider = await startProvider();
    const { refresh, token, statusOf, pass } = await startBoth(provider);
    await refresh();
    const old = await token();
    const held = provider.holdKeys();
    pass(601);
    const refreshed = refresh();
    const release = await held;
    await provider.rotate('old key');
    const status = statusOf(await token());
    // The one before has come by then.
    expect(await statusOf(old)).toBe(200);
    release();
    await refreshed;
    expect([await status, await statusOf(await token())]).toEqual([200, 200]);
    expect(provider.keyReads()).toBe(3);
  });

  it('that are no longer published are refused once they were read again', async () => {
    const provider = await startProvider({ cacheControl: 'max-age=60' });
    const { server, refresh, token, statusOf, pass } = await startBoth(provider);
    await refresh();
    const old = await token();
    await provider.rotate();
    expect(await statusOf(old)).toBe(200);
    pass(61);
    await refresh();
    expect((await viewerOf(server, old)).error?.message).toBe(
      'The token names no current key of its issuer',
    );
    expect(await statusOf(await token())).toBe(200);
  });

  it('are read for unknown keys at most once in 30 seconds', async () => {
    const provider = await startProvider();
    const { refresh, token, statusOf, pass } = await startBoth(provider);
    await refresh();
    const key = await newKey();
    const forged = (kid: string) =>
      signed({ header: { alg: 'RS256', kid }, claims: oktaClaims(provider.issuer) }, key);
    const statuses = await Promise.all(
      Array.from({ length: 20 }, (_, place) => statusOf(forged(`forged-${place}`))),
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(provider.keyReads()).toBe(2);
    pass(29);
    expect(await statusOf(forged('another'))).toBe(401);
    expect(provider.keyReads()).toBe(2);
    await provider.rotate();
    pass(2);
    expect(await statusOf(await token())).toBe(200);
    expect(provider.keyReads()).toBe(3);
  });
});

describe('while the provider is away', () => {
  it('few requests wait for it, and none once it did not answer', async () => {
    const provider = await startProvider();
    const { refresh, statusOf, pass } = await startBoth(provider);
    await refresh();
    const key = await newKey();
    const forged = (place: number) =>
      signed(
        { header: { alg: 'RS256', kid: `forged-${place}` }, claims: oktaClaims(provider.issuer) },
        key,
      );
    provider.setSilent(true);
    const some = Promise.withResolvers<void>();
    let refused = 0;
    const statuses = Array.from({ length: 40 }, async (_, place) => {
      const status = await statusOf(forged(place));
      if (status === 503) refused += 1;
      if (refused === 8) some.resolve();
      return status;
    });
    await some.promise;
    provider.setSilent(false);
    const counted = Object.groupBy(await Promise.all(statuses), (status) => String(status));
    expect([counted['503']?.length, counted['401']?.length]).toEqual([8, 32]);

    provider.setAway(true);
    pass(601);
    await refresh();
    provider.setAway(false);
    const reads = provider.keyReads();
    pass(31);
    expect(await statusOf(forged(41))).toBe(503);
    expect(provider.keyReads()).toBe(reads);
  });

  it('tokens of known keys are accepted, however long, and those of unknown ones are 503', async () => {
    const provider = await startProvider({ cacheControl: 'max-age=60' });
    const { server, refresh, token, statusOf, pass } = await startBoth(provider);
    await refresh();
    const valid = await token();
    await provider.rotate();
    const newer = await token();
    provider.setAway(true);
    for (let minute = 0; minute < 5; minute += 1) {
      pass(61);
      await refresh();
      expect(await statusOf(valid)).toBe(200);
    }
    const unknown = await viewerOf(server, newer);
    expect([unknown.status, unknown.error?.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
    expect(Number(unknown.headers.get('retry-after'))).toBeGreaterThan(0);
    const ready = await server.fetch('/health/ready');
    const { checks } = (await ready.json()) as { checks: { signIn: string } };
    expect([ready.status, checks.signIn]).toEqual([200, 'the keys of okta could not be read']);
    provider.setAway(false);
    pass(61);
    await refresh();
    expect([await statusOf(newer), await statusOf(valid)]).toEqual([200, 401]);
  });

  it('at the start, a token is 503 with Retry-After until the first keys are there', async () => {
    const provider = await startProvider();
    const { server, refresh, token, statusOf, pass } = await startBoth(provider);
    const valid = await token();
    provider.setAway(true);
    const away = await startServer({
      env: {
        OIDC_PROVIDERS: JSON.stringify(
          server.app.config.providers.map(({ name, issuer, audience }) => ({
            name,
            issuer,
            audience,
            rules: [{ claim: 'sub', operator: 'exists', grant: 'ANALYTICS' }],
          })),
        ),
      },
    });
    await away.app.providers.refresh();
    const graphql = await viewerOf(away, valid);
    expect([graphql.status, graphql.error?.code, graphql.headers.get('retry-after')]).toEqual([
      503,
      'SERVICE_UNAVAILABLE',
      '1',
    ]);
    const rest = await away.fetch('/admin/users', {
      headers: { authorization: `Bearer ${valid}` },
    });
    expect([rest.status, rest.headers.get('retry-after')]).toEqual([503, '1']);
    // Keys of its own are checked as ever.
    const own = await away.graphql('{ viewer { access } }', { admin: away.adminKey });
    expect(own.status).toBe(200);
    provider.setAway(false);
    pass(11);
    await refresh();
    expect(await statusOf(valid)).toBe(200);
  });
});
