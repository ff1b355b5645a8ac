import sql from 'sql-template-tag';
import { beforeEach, describe, expect, it } from 'vitest';
import { eventsOf } from '../provisioning/scim.ts';
import { seedUser } from '../support/seed.ts';
import { sendForm } from './link-form.ts';
import { sessionStage } from './session-stage.ts';

// Sessions of users: with which address they end, and how an operator ends them.

const stage = sessionStage();

describe('the session of a user', () => {
  const asLin = (email: string, more: object = {}) =>
    stage.people.provider.setClaims({
      email,
      email_verified: true,
      exp: stage.seconds() + 86_400,
      ...more,
    });
  const setEmail = async (id: string, email: string) => {
    const { data } = await stage.server.graphql<{ updateUser: { __typename: string } }>(
      `mutation { updateUser(input: {user: {id: "${id}"}, email: "${email}"}) { __typename } }`,
      { admin: stage.server.adminKey },
    );
    expect(data.updateUser.__typename).toBe('UpdateUserSuccess');
  };
  const users = async () => (await stage.server.db.rows(sql`select from users`)).length;
  const ends = async () => (await eventsOf(stage.server, 'SIGNED_OUT')).map(({ after }) => after);
  const ENDED = {
    provider: 'okta',
    subject: 'lin',
    how: 'because its token belongs to another person or user now',
  };
  beforeEach(() => stage.people.provider.setPerson('lin'));

  it('ends with the address of its user, and neither makes nor uses another one', async () => {
    const user = await seedUser(stage.server, { email: 'first.address@example.com' });
    asLin(user.email);
    const [first, after] = [await stage.signedIn(), await stage.signedIn()];
    await setEmail(user.id, 'second.address@example.com');
    const before = await users();
    expect([await first.statusAt(stage.server), await users()]).toEqual([401, before]);
    expect(await ends()).toContainEqual(ENDED);
    await seedUser(stage.server, { email: user.email });
    expect([await after.statusAt(stage.second), await stage.sessions()]).toEqual([401, 0]);
  });

  it.each([
    ['another person', { sub: 'eve' }],
    ['the address of another user', { email: 'eve@example.com' }],
    ['an operator', { groups: ['admins'] }],
  ])('ends with a renewed token that names %s', async (_whom, claims) => {
    const user = await seedUser(stage.server);
    asLin(user.email, { exp: stage.seconds() + 600 });
    const { statusAt } = await stage.signedIn();
    const before = (await ends()).length;
    stage.now += 700_000;
    asLin(user.email, { iat: stage.seconds(), exp: stage.seconds() + 3_600, ...claims });
    expect([await statusAt(stage.server), await stage.sessions()]).toEqual([401, 0]);
    expect((await ends()).length).toBe(before + 1);
  });

  it('of an operator never becomes that of a user', async () => {
    stage.people.provider.setPerson('ada');
    stage.people.provider.setClaims({ groups: ['admins'], exp: stage.seconds() + 600 });
    const { statusAt } = await stage.signedIn();
    stage.now += 700_000;
    asLin('nobody.yet@example.com', { iat: stage.seconds(), exp: stage.seconds() + 3_600 });
    const before = await users();
    expect([await statusAt(stage.server), await stage.sessions(), await users()]).toEqual([
      401,
      0,
      before,
    ]);
  });
});

describe('an operator', () => {
  const LIST = '{ signInSessions { id provider subject user { email } isCurrent } }';
  type Listed = {
    signInSessions: {
      id: string;
      subject: string;
      user: { email: string } | null;
      isCurrent: boolean;
    }[];
  };
  const end = (input: string) =>
    stage.server.graphql<{ endSignInSessions: { count: number } }>(
      `mutation { endSignInSessions(input: ${input}) { __typename
        ... on EndSignInSessionsSuccess { count } } }`,
      { admin: stage.server.adminKey },
    );

  it('lists who is signed in, and ends the sessions of a user or one of an operator', async () => {
    const operator = await stage.signedIn();
    const user = await seedUser(stage.server, { email: 'session.holder@example.com' });
    stage.people.provider.setPerson('lin');
    stage.people.provider.setClaims({
      email: user.email,
      email_verified: true,
      exp: stage.seconds() + 86_400,
    });
    const lin = await stage.signedIn();
    const { data } = await sendForm<Listed>(operator.browser, stage.server, LIST);
    expect(data.signInSessions).toMatchObject([
      { provider: 'okta', subject: 'lin', user: { email: user.email }, isCurrent: false },
      { provider: 'okta', subject: 'ada', user: null, isCurrent: true },
    ]);
    const own = await sendForm(
      lin.browser,
      stage.server,
      '{ viewer { user { sessions { subject } } } }',
    );
    expect(own.data).toEqual({ viewer: { user: { sessions: [{ subject: 'lin' }] } } });
    expect((await sendForm(lin.browser, stage.server, LIST)).errors).toMatchObject([
      { extensions: { code: 'FORBIDDEN' } },
    ]);
    expect((await end(`{user: {id: "${user.id}"}}`)).data.endSignInSessions.count).toBe(1);
    expect([await lin.statusAt(stage.server), await lin.statusAt(stage.second)]).toEqual([
      401, 401,
    ]);
    const after = { provider: 'okta', subject: 'lin', how: 'by an operator' };
    expect(await eventsOf(stage.server, 'SIGNED_OUT')).toContainEqual(
      expect.objectContaining({ actor: { kind: 'ADMIN_KEY', name: 'ADMIN_API_TOKEN' }, after }),
    );
    const id = data.signInSessions[1]?.id;
    expect((await end(`{id: "${id}"}`)).data.endSignInSessions.count).toBe(1);
    expect(await operator.statusAt(stage.server)).toBe(401);
    expect((await end(`{id: "${id}"}`)).data.endSignInSessions.count).toBe(0);
    expect((await end('{user: {databaseId: 99999999}}')).data.endSignInSessions).toMatchObject({
      __typename: 'NotFoundError',
    });
  });
});
