import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { ANONYMOUS } from '../../src/security/callers/viewer.ts';
import { erase } from '../erasure/erasing.ts';
import { eventsOf } from '../provisioning/scim.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import type { TestServer } from '../support/server.ts';
import { newBrowser, PROOF, signIn, viewerIn } from './browser.ts';
import { sendForm } from './link-form.ts';
import type { PeopleProvider } from './people-provider.ts';
import { ADMINS, type People, startPeople, USERS } from './people-server.ts';

const CANARIES = {
  subject: 'canary-subject-7',
  address: 'canary.person@example.com',
  name: 'Canary Person',
  ip: '203.0.113.177',
};

let people: People;
let provider: PeopleProvider;
let server: TestServer;
beforeAll(async () => {
  people = await startPeople({ rules: [ADMINS, USERS] });
  ({ provider, server } = people);
  provider.setPerson(CANARIES.subject);
  provider.setClaims({ name: CANARIES.name, email: CANARIES.address, email_verified: true });
});
afterAll(() => people.stop());

const userOf = async () => {
  const [user] = await server.db.rows<{ id: bigint }>(
    sql`select id from users where email = ${CANARIES.address} and deleted_at is null`,
  );
  return { id: Buffer.from(`User:${user?.id}`).toString('base64url') };
};
const sessions = async () => (await server.db.rows(sql`select from sign_in_sessions`)).length;

it('the sessions of a user who is deleted end at once', async () => {
  const browser = newBrowser();
  await signIn(browser, server.url, '/sign-in/okta?return=/graphql');
  expect((await viewerIn(browser, server.url)).status).toBe(200);
  const { id } = await userOf();
  await server.graphql(`mutation { deleteUser(input: {user: {id: "${id}"}}) { __typename } }`, {
    admin: server.adminKey,
  });
  expect(await sessions()).toBe(0);
  expect((await viewerIn(browser, server.url)).status).toBe(401);
});

it('an erasure leaves the name of the operator who ended a session of the person', async () => {
  await signIn(newBrowser(), server.url);
  const { id } = await userOf();
  const operator = newBrowser();
  provider.setPerson('operator-7');
  provider.setClaims({ name: 'Otto Operator', groups: ['admins'] });
  await signIn(operator, server.url);
  await sendForm(
    operator,
    server,
    `mutation { endSignInSessions(input: {user: {id: "${id}"}}) { __typename } }`,
  );
  provider.setPerson(CANARIES.subject);
  provider.setClaims({ name: CANARIES.name, email: CANARIES.address, email_verified: true });
  expect((await erase(server, { id }, CANARIES.address)).__typename).toBe('EraseUserSuccess');
  const [event] = await eventsOf(server, 'SIGNED_OUT');
  expect([event?.actor.name, event?.after['how']]).toEqual([
    'okta:operator-7 Otto Operator',
    expect.anything(),
  ]);
  await server.graphql(
    `mutation { createUser(input: {email: "${CANARIES.address}"}) { __typename } }`,
    { admin: server.adminKey },
  );
  await server.db.rows(sql`delete from sign_in_sessions`);
});

it('an erasure leaves nothing of a person who signed in, in and out of the audit log', async () => {
  const [out, left] = [newBrowser(), newBrowser()];
  for (const browser of [out, left])
    await signIn(browser, server.url, '/sign-in/okta?return=/graphql');
  await out.send(`${server.url}/sign-out`, { method: 'POST', headers: PROOF });
  expect(await sessions()).toBe(1);
  // As a session leaves it that is over, or a token that grants nothing: without the number of a user.
  const { ip, subject } = CANARIES;
  for (const [place, name] of [null, CANARIES.name].entries()) {
    const login = { provider: 'okta', subject, name, address: null, expiresAt: new Date(0) };
    const caller = { viewer: { ...ANONYMOUS, login }, ip, requestId: `${subject}-${place}` };
    server.app.refusals.note({ caller, what: '/graphql', why: 'Your session has ended' });
  }
  // The first one was deleted by the test before.
  const deleted = await server.db.rows<{ id: bigint }>(
    sql`select id from users where deleted_at is not null`,
  );
  for (const { id } of deleted)
    await erase(server, { id: Buffer.from(`User:${id}`).toString('base64url') }, CANARIES.address);
  expect((await erase(server, await userOf(), CANARIES.address)).__typename).toBe(
    'EraseUserSuccess',
  );
  expect(await sessions()).toBe(0);
  for (const [table, text] of await dumpOf(server))
    expect([table, findIn(text, CANARIES)]).toEqual([table, []]);
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  // A token that is left does not bring the person back; an operator does.
  const again = await signIn(newBrowser(), server.url);
  expect([again.status, await again.text()]).toEqual([403, expect.stringContaining('was erased')]);
  await server.graphql(
    `mutation { createUser(input: {email: "${CANARIES.address}"}) { __typename } }`,
    {
      admin: server.adminKey,
    },
  );
  expect((await signIn(newBrowser(), server.url)).status).toBe(303);
});
