import sql from 'sql-template-tag';
import { describe, expect, it } from 'vitest';
import { forgetSessions } from '../../src/security/sessions/sessions.ts';
import { eventsOf } from '../provisioning/scim.ts';
import { cookieHeader, newBrowser, PROOF, signIn, viewerIn } from './browser.ts';
import { startPeopleProvider } from './people-provider.ts';
import { sessionStage } from './session-stage.ts';

const stage = sessionStage();

describe('a session', () => {
  it('that nobody used for an hour does not come back when the clock is set back', async () => {
    const { statusAt } = await stage.signedIn();
    stage.now += 61 * 60_000;
    expect(await statusAt(stage.server)).toBe(401);
    stage.now -= 61 * 60_000;
    expect([await statusAt(stage.server), await statusAt(stage.second)]).toEqual([401, 401]);
    await stage.signedIn();
    stage.now += 61 * 60_000;
    await forgetSessions({ db: stage.server.db, clock: stage.server.app.clock });
    expect(await stage.sessions()).toBe(0);
  });

  it('ends an hour after its last use, however often a page asks by itself meanwhile', async () => {
    const { browser, statusAt } = await stage.signedIn();
    const cookie = cookieHeader(browser, stage.server);
    const background = async () => {
      stage.now += 20 * 60_000;
      const headers = { ...PROOF, cookie, 'x-latchkey-background': '1' };
      return (await viewerIn(newBrowser(), stage.server.url, headers)).status;
    };
    expect([await background(), await background()]).toEqual([200, 200]);
    expect(await statusAt(stage.server)).toBe(200);
    expect([await background(), await background(), await background()]).toEqual([200, 200, 401]);
  });

  it.each([
    ['that is over', 'latchkey-session=over'],
    ['that nobody has', `latchkey-session=${'x'.repeat(43)}`],
  ])('%s is forgotten by the browser as a page is opened', async (_name, unknown) => {
    const { browser } = await stage.signedIn();
    const current = cookieHeader(browser, stage.server);
    const opened = async (cookie: string) => {
      const { status, headers } = await stage.server.fetch('/sign-in', { headers: { cookie } });
      return [status, headers.get('set-cookie')?.split(';').slice(0, 3)];
    };
    expect(await opened(current)).toEqual([200, undefined]);
    const isOver = unknown.endsWith('=over');
    if (isOver) stage.now += 61 * 60_000;
    const forgotten = ['latchkey-session=', ' Path=/', ' Max-Age=0'];
    expect(await opened(isOver ? current : unknown)).toEqual([200, forgotten]);
  });

  it('that was used later than now ends: the clock was set back', async () => {
    stage.now += 50 * 60_000;
    const { statusAt } = await stage.signedIn();
    stage.now -= 60_000;
    expect(await statusAt(stage.server)).toBe(200);
    stage.now -= 40 * 60_000;
    expect(await statusAt(stage.server)).toBe(401);
  });

  it('of a provider that has another issuer now ends, and its tokens are sent to nobody', async () => {
    const other = await startPeopleProvider({ signIn: [], signOut: [] });
    const { statusAt } = await stage.signedIn();
    const moved = await stage.people.beside(stage.people.providersEnv({ issuer: other.issuer }));
    stage.now += 50_000;
    expect(await statusAt(moved)).toBe(401);
    expect(other.grants()).toEqual([]);
    expect(await statusAt(stage.server)).toBe(401);
    const [event] = await eventsOf(stage.server, 'SIGNED_OUT');
    expect(event?.after).toMatchObject({
      how: 'because the settings of the provider have changed',
    });
  });

  it('is renewed by one process although another takes longer than its time for it', async () => {
    stage.people.provider.setClaims({ groups: ['admins'], exp: stage.seconds() + 600 });
    const { statusAt } = await stage.signedIn();
    stage.now += 700_000;
    stage.people.provider.setClaims({
      groups: ['admins'],
      iat: stage.seconds(),
      exp: stage.seconds() + 3_600,
    });
    const held = stage.people.provider.holdToken();
    const first = statusAt(stage.server);
    const release = await held;
    stage.now += 21_000;
    expect(await statusAt(stage.second)).toBe(200);
    release();
    expect(await first).toBe(200);
    expect([await statusAt(stage.server), await statusAt(stage.second)]).toEqual([200, 200]);
    expect(await stage.sessions()).toBe(1);
  });

  it('keeps its renewed tokens until the database takes them', async () => {
    stage.people.provider.setClaims({ groups: ['admins'], exp: stage.seconds() + 600 });
    const { statusAt } = await stage.signedIn();
    stage.now += 700_000;
    stage.people.provider.setClaims({
      groups: ['admins'],
      iat: stage.seconds(),
      exp: stage.seconds() + 3_600,
    });
    await stage.server.db.rows(sql`create sequence saves`);
    await stage.server.db.rows(sql`create function fail_first_save() returns trigger language plpgsql as $$
      begin if nextval('saves') < 3 then raise exception using errcode = '57P01'; end if; return new; end $$`);
    await stage.server.db.rows(sql`create trigger saved before update of sealed on sign_in_sessions
      for each row execute function fail_first_save()`);
    try {
      expect(await statusAt(stage.server)).toBe(200);
    } finally {
      await stage.server.db.rows(sql`drop trigger saved on sign_in_sessions`);
    }
    expect([await statusAt(stage.server), await statusAt(stage.second)]).toEqual([200, 200]);
  });

  it('goes on with tokens that last shorter than clocks may differ', async () => {
    const setClaims = () => {
      const iat = stage.seconds();
      stage.people.provider.setClaims({ groups: ['admins'], iat, exp: iat + 20 });
    };
    setClaims();
    const { statusAt } = await stage.signedIn();
    for (let turn = 0; turn < 8; turn += 1) {
      stage.now += 7_000;
      setClaims();
      expect(await statusAt(stage.server)).toBe(200);
    }
  });

  it('whose renewed token is no JWT is refused, and no fault', async () => {
    stage.people.provider.setClaims({ groups: ['admins'], exp: stage.seconds() + 600 });
    const { statusAt } = await stage.signedIn();
    stage.now += 700_000;
    stage.people.provider.setOpaque(true);
    const statuses = [await statusAt(stage.server), await statusAt(stage.server)];
    stage.people.provider.setOpaque(false);
    expect(statuses).toEqual([401, 401]);
  });

  it('that is ended while it is renewed lets no request through', async () => {
    stage.people.provider.setClaims({ groups: ['admins'], exp: stage.seconds() + 600 });
    const { statusAt } = await stage.signedIn();
    stage.now += 700_000;
    stage.people.provider.setClaims({
      groups: ['admins'],
      iat: stage.seconds(),
      exp: stage.seconds() + 3_600,
    });
    const held = stage.people.provider.holdToken();
    const first = statusAt(stage.server);
    const release = await held;
    await stage.server.db.rows(sql`delete from sign_in_sessions`);
    release();
    expect(await first).toBe(401);
  });
});

describe('the end of a session', () => {
  const ends = async () => (await eventsOf(stage.server, 'SIGNED_OUT')).map(({ after }) => after);

  it('is an event when a new sign-in replaces it, and when it is one too many', async () => {
    const { browser } = await stage.signedIn();
    await signIn(browser, stage.server.url);
    const of = { provider: 'okta', subject: 'ada' };
    expect(await ends()).toContainEqual({ ...of, how: 'by a new sign-in' });
    for (let more = 0; more < 10; more += 1) await stage.signedIn();
    expect(await stage.sessions()).toBe(10);
    expect(await ends()).toContainEqual({ ...of, how: 'as one too many' });
  });
});
