import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { erase } from '../erasure/erasing.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { freePort } from '../support/ports.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { newBrowser, PROOF, signIn, viewerIn } from './browser.ts';
import { CLIENT, type PeopleProvider, startPeopleProvider } from './people-provider.ts';

const CANARIES = {
  subject: 'canary-subject-7',
  address: 'canary.person@example.com',
  name: 'Canary Person',
};

let provider: PeopleProvider;
let server: TestServer;
beforeAll(async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const redirectUri = `${url}/sign-in/okta/callback`;
  provider = await startPeopleProvider({ signIn: [redirectUri], signOut: [`${url}/dashboard`] });
  const settings = {
    name: 'okta',
    issuer: provider.issuer,
    audience: 'api://latchkey',
    rules: [
      {
        claim: 'email',
        operator: 'emailDomain',
        value: 'example.com',
        grant: 'USER',
        scopes: ['bot'],
      },
    ],
    signIn: { clientId: CLIENT.id, clientSecret: CLIENT.secret, redirectUri, displayName: 'Okta' },
  };
  server = await startServer({
    env: { OIDC_PROVIDERS: JSON.stringify([settings]), PORT: String(port) },
  });
  await server.app.providers.refresh();
  provider.setPerson(CANARIES.subject);
  provider.setClaims({ name: CANARIES.name, email: CANARIES.address, email_verified: true });
});
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

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

it('an erasure leaves nothing of a person who signed in, in and out of the audit log', async () => {
  const [out, left] = [newBrowser(), newBrowser()];
  for (const browser of [out, left])
    await signIn(browser, server.url, '/sign-in/okta?return=/graphql');
  await out.send(`${server.url}/sign-out`, { method: 'POST', headers: PROOF });
  expect(await sessions()).toBe(1);
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
});
