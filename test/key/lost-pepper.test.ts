import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartError } from '../../src/core/start-error.ts';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import {
  answerTo,
  answerToAdmin,
  BOTH,
  createAdminKey,
  createHome,
  during,
  type Given,
  type Home,
  NEW,
  OLD,
  runUnder,
  startUnder,
  validate,
  WRONG,
} from './peppers.ts';

type Clocked = { readonly clock?: () => Date };

const PAST = new Date('2026-05-01T08:00:00.000Z');

describe('a pepper that is not given', () => {
  let home: Home;
  let user: SeededUser;
  /** Under the old pepper. */
  let old: string;
  let oldAdmin: string;
  /** Under the new one. */
  let fresh: string;

  beforeEach(async () => {
    home = await createHome();
    await during(home, { current: OLD }, async (server) => {
      user = await seedUser(server);
      old = (await seedKey(server, user)).secret;
      oldAdmin = await createAdminKey(server);
      const { id } = await seedKey(server, user);
      await server.graphql(`mutation { revokeToken(input: {id: "${id}"}) { __typename } }`, {
        admin: server.adminKey,
      });
    });
    // One whose time is over needs no pepper either.
    const past = await startUnder(home, { current: OLD }, { clock: () => PAST });
    await seedKey(past, user, { expiresIn: 60 });
    await past.stop();
    fresh = await during(home, BOTH, async (server) => (await seedKey(server, user)).secret);
  });
  afterEach(() => dropScratchDatabase(home.databaseUrl));

  const refusalUnder = async (given: Given, options: Clocked = {}): Promise<string> => {
    const failure = await startUnder(home, given, options).then(
      (server) => server.stop(),
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(StartError);
    return (failure as StartError).message;
  };
  const pepper = (given: Given, ...order: string[]) => runUnder(home, given, ['pepper', ...order]);
  const rows = (text: string) => query(home.databaseUrl, text);

  it('refuses the start while working keys need it: how many, and what to do', async () => {
    const line = await refusalUnder({ current: NEW });
    expect(line).toMatch(/^2 working keys .* another TOKEN_PEPPER\./);
    expect(line).toContain('keep the old one in TOKEN_PEPPER_PREVIOUS');
    expect(line).toContain('`latchkey pepper forget`');
    expect(line).not.toContain('\n');
  });

  it('counts what works by the clock that rules go by', async () => {
    const line = await refusalUnder({ current: NEW }, { clock: () => PAST });
    expect(line).toMatch(/^3 working keys /);
  });

  it('refuses the start under a wrong one, and all is well with the right one again', async () => {
    expect(await refusalUnder({ current: WRONG })).toMatch(/^3 working keys /);
    expect(await refusalUnder({ current: WRONG, previous: NEW })).toMatch(/^2 working keys /);
    await during(home, BOTH, async (server) => {
      expect([await answerTo(server, old), await answerToAdmin(server, oldAdmin)]).toEqual([
        200, 200,
      ]);
    });
  });

  it('refuses the start for the sake of what is sealed, when no key needs it', async () => {
    await rows('update api_tokens set revoked_at = now() where revoked_at is null');
    await rows('update admin_keys set revoked_at = now()');
    const before = await rows('select id, pepper_id from data_keys');
    const line = await refusalUnder({ current: WRONG });
    expect(line).toMatch(
      /^The secrets and the audit log .* another TOKEN_PEPPER\..*latchkey pepper forget/,
    );
    expect(await rows('select id, pepper_id from data_keys')).toEqual(before);
  });

  it('shows in the status, which changes nothing', async () => {
    const sealed = 'select id, pepper_id, (select count(*) from audit_events) from data_keys';
    const before = await rows(sealed);
    const { code, output } = await pepper({ current: WRONG }, 'status');
    expect(code).toBe(0);
    expect(output).toMatch(/current {3}0 working keys\n {2}unknown {3}3 working keys/);
    expect(output).toContain('sealed with another pepper');
    expect(output).toContain('latchkey pepper forget');
    expect(await rows(sealed)).toEqual(before);
  });

  it('is forgotten only with the number of keys that it costs', async () => {
    for (const order of [['forget'], ['forget', '--keys', '3']]) {
      const { code, output, errors } = await pepper({ current: NEW }, ...order);
      expect([code, output]).toEqual([1, '']);
      expect(errors).toContain('This permanently revokes 2 working keys');
      expect(errors).toContain('latchkey pepper forget --keys 2');
    }
    expect(await refusalUnder({ current: NEW })).toMatch(/^2 working keys /);
  });

  it('is forgotten with its keys, no others, loudly in the audit log', async () => {
    const { code, output } = await pepper({ current: NEW }, 'forget', '--keys', '2');
    expect([code, output]).toEqual([0, '2 keys were revoked.\n']);
    await during(home, { current: NEW }, async (server) => {
      expect(await answerTo(server, old)).toBe(401);
      expect(await answerToAdmin(server, oldAdmin)).toBe(403);
      expect(await answerTo(server, fresh)).toBe(200);
      const { data } = await server.graphql<Record<'auditEvents' | 'apiTokens', unknown>>(
        `{ auditEvents(first: 5, filter: {action: {eq: PEPPER_FORGOTTEN}}) { edges { node {
             actor { kind name } after } } }
           apiTokens(first: 9) { edges { node { status } } } }`,
        { admin: server.adminKey },
      );
      expect(data.auditEvents).toEqual({
        edges: [
          { node: { actor: { kind: 'HOST', name: 'latchkey pepper' }, after: { endedKeys: 2 } } },
        ],
      });
      // Those that had ended before stay as they were.
      expect(
        JSON.stringify(data.apiTokens)
          .match(/ACTIVE|REVOKED|EXPIRED/g)
          ?.sort(),
      ).toEqual(['ACTIVE', 'EXPIRED', 'REVOKED', 'REVOKED']);
    });
    expect((await pepper({ current: NEW }, 'forget')).output).toContain('Nothing is lost');
    const verdict = await runUnder(home, { current: NEW }, ['audit', 'verify']);
    expect([verdict.code, verdict.output]).toEqual([
      0,
      expect.stringMatching(/^The audit log is intact/),
    ]);
  });

  it('is forgotten as the last one, too: secrets count as none, and the audit log says what it cannot check', async () => {
    await during(home, BOTH, (server) =>
      server.graphql(
        `mutation { setWebhook(input: {userId: "${user.id}", url: "https://example.com/", secret: "a signing secret"}) { __typename } }`,
        { admin: server.adminKey },
      ),
    );
    const [before] = await rows('select count(*)::int as sealed from audit_events');
    expect(await pepper({ current: WRONG }, 'forget', '--keys', '3')).toMatchObject({ code: 0 });
    await during(home, { current: WRONG }, async (server) => {
      expect([await answerTo(server, old), await answerTo(server, fresh)]).toEqual([401, 401]);
      const { secret } = await seedKey(server, user);
      const answer = await validate(server, secret);
      expect(answer).toMatchObject({ status: 200, webhook_url: 'https://example.com/' });
      expect(answer).not.toHaveProperty('webhook_secret');
    });
    const verdict = await runUnder(home, { current: WRONG }, ['audit', 'verify']);
    expect(verdict.code).toBe(1);
    expect(verdict.output.match(/cannot be checked: its key is lost/g)).toHaveLength(
      Number(before?.['sealed']),
    );
    expect(verdict.output).not.toMatch(/altered|removed|moved/);
  });
});
