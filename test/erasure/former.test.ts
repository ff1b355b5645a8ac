import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { auditEventSql } from '../../src/security/audit/log.ts';
import { type Caller, onHost } from '../../src/security/callers/caller.ts';
import { clientOf, SCHEMA } from '../provisioning/scim.ts';
import { newBrowser, signIn } from '../sign-in/browser.ts';
import { type People, startPeople, USERS } from '../sign-in/people-server.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { createVexaDatabase } from '../vexa-import/source.ts';
import { type Erased, erase } from './erasing.ts';

// A person whose earlier address and name only the audit log knows.

let people: People;
let server: TestServer;
beforeAll(async () => {
  people = await startPeople({ rules: [USERS] });
  server = people.server;
});
afterAll(() => people.stop());

type Former = {
  readonly id: string;
  readonly databaseId: bigint;
  readonly email: string;
  readonly former: { readonly address: string; readonly name: string };
};
let serial = 0;
let person: Former;
beforeEach(async () => {
  person = await seedFormer();
});

const setPerson = (subject: string, { address, name }: Former['former']) => {
  people.provider.setPerson(subject);
  people.provider.setClaims({ name, email: address, email_verified: true });
};

/** Somebody who signed in, and has another address and another name since. */
async function seedFormer(): Promise<Former> {
  serial += 1;
  const former = { address: `former${serial}@example.com`, name: `Formerly Grault${serial}` };
  const email = `married${serial}@example.com`;
  setPerson(`subject-${serial}`, former);
  await signIn(newBrowser(), server.url);
  const [user] = await server.db.rows<{ id: bigint }>(
    sql`select id from users where email = ${former.address}`,
  );
  const databaseId = user?.id ?? 0n;
  const id = encodeId('User', databaseId);
  await mutate(
    `updateUser(input: {user: {id: "${id}"}, email: "${email}", name: "Married Corge${serial}"})`,
  );
  return { id, databaseId, email, former };
}

async function mutate(mutation: string): Promise<void> {
  const { data } = await server.graphql<Record<string, { __typename: string }>>(
    `mutation { ${mutation} { __typename } }`,
    { admin: server.adminKey },
  );
  expect(Object.values(data)[0]?.__typename).toMatch(/Success$/);
}

async function erasePerson(): Promise<Erased['erasure']> {
  const { __typename, erasure } = await erase(server, person, person.email);
  expect(__typename).toBe('EraseUserSuccess');
  return erasure;
}

it('does not come back by SCIM, a sign-in or an import with the former address', async () => {
  await erasePerson();
  const { address } = person.former;
  const scim = await clientOf(server);
  const created = await scim.send('POST', '/Users', { schemas: [SCHEMA.user], userName: address });
  expect([created.status, created.body.detail]).toEqual([409, expect.stringContaining('erased')]);
  const signedIn = await signIn(newBrowser(), server.url);
  expect([signedIn.status, await signedIn.text()]).toEqual([
    403,
    expect.stringContaining('was erased'),
  ]);
  const source = await createVexaDatabase('0.12');
  await source.client.query(`insert into users (id, email) values (7001, '${address}')`);
  const { tally } = await importVexa(server.app, { from: source.url });
  await source.drop();
  expect(tally.counts.users).toEqual({ written: 0, unchanged: 0, skipped: 1 });
});

it('gets the same receipt again with the former address', async () => {
  const receipt = await erasePerson();
  expect(await erase(server, person, person.former.address)).toMatchObject({ erasure: receipt });
});

it('is not left under the former address or name in texts of operators', async () => {
  const { address, name } = person.former;
  const other = await seedUser(server);
  for (const [place, text] of [address, name].entries()) {
    await mutate(`createAdminKey(input: {name: "for ${text}"})`);
    await mutate(`placeLegalHold(input: {user: {id: "${other.id}"}, reason: "against ${text}"})`);
    await server.db.rows(
      sql`insert into audit_set_aside (event_id, event) values (${place}, ${`(1,"${text}")`})`,
    );
  }
  await erasePerson();
  for (const [table, text] of await dumpOf(server))
    expect([table, findIn(text, person.former)]).toEqual([table, []]);
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
});

it('is not left in an event that is sealed after the log was searched', async () => {
  const after = JSON.stringify({ note: `asked by ${person.former.address}` });
  const erased: Promise<unknown>[] = [];
  await server.db.transaction(async (held) => {
    // The erasure waits for this row once it has searched the log.
    await held(sql`select from users where id = ${person.databaseId} for no key update`);
    erased.push(erasePerson());
    await untilSomebodyWaits(server.db);
    await server.db.rows(
      auditEventSql(server.app, onHost('test'), {
        action: 'PLATFORM_SETTING_SET',
        target: null,
        rows: sql`(select) one`,
        isOne: true,
        id: sql`null::bigint`,
        after: sql`${after}::jsonb`,
      }),
    );
  });
  await Promise.all(erased);
  expect(findIn((await dumpOf(server)).get('audit_events') ?? '', person.former)).toEqual([]);
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
});

it('is searched for once where the log has no later events', async () => {
  await mutate(`deleteUser(input: {user: {id: "${person.id}"}})`);
  await server.app.sealer.sealAll();
  await untilSealed(server);
  server.statements.length = 0;
  await erasePerson();
  const searches = server.statements.filter((text) => text.includes('cross join lateral'));
  expect(searches).toHaveLength(1);
});

it('spares the former address where another user has it by now', async () => {
  const { address } = person.former;
  const heir = await seedUser(server, { email: address });
  await erasePerson();
  const { data } = await server.graphql<{ user: unknown }>(
    `{ user(by: {id: "${heir.id}"}) { email } }`,
    { admin: server.adminKey },
  );
  expect(data.user).toEqual({ email: address });
  const found = await server.db.rows(
    sql`select from audit_events where target_id = ${heir.databaseId} and after ->> 'email' = ${address}`,
  );
  expect(found).toHaveLength(1);
  expect(await erase(server, person, address)).toMatchObject({ __typename: 'InvalidInputError' });
});

it('spares the former address that another user gets while the log is searched', async () => {
  const { address } = person.former;
  const erased: Promise<unknown>[] = [];
  await server.db.transaction(async (held) => {
    await held(sql`select from users where id = ${person.databaseId} for no key update`);
    erased.push(erasePerson());
    await untilSomebodyWaits(server.db);
    await seedUser(server, { email: address });
  });
  await Promise.all(erased);
  const found = await server.db.rows(
    sql`select from audit_events where action = 'USER_CREATED' and after ->> 'email' = ${address}`,
  );
  expect(found).toHaveLength(1);
  expect(await erase(server, person, address)).toMatchObject({ __typename: 'InvalidInputError' });
});

it("loses an operator's session of a login that was not known when the log was searched first", async () => {
  const named = { subject: 'another-login', name: null, address: null };
  const login = { provider: 'okta', ...named, expiresAt: new Date(0) };
  const holder = { tokenId: null, keyName: null, userId: person.databaseId, login };
  const erased: Promise<unknown>[] = [];
  await server.db.transaction(async (held) => {
    // The erasure waits for this row once it has searched the log.
    await held(sql`select from users where id = ${person.databaseId} for no key update`);
    erased.push(erasePerson());
    await untilSomebodyWaits(server.db);
    const caller = { ...onHost('test'), command: undefined, viewer: { operator: null, holder } };
    await server.db.rows(
      auditEventSql(server.app, caller as unknown as Caller, {
        action: 'PLATFORM_SETTING_SET',
        target: null,
        rows: sql`(select) one`,
        isOne: true,
        id: sql`null::bigint`,
      }),
    );
    await server.db.rows(sql`
      insert into sign_in_sessions (digest, provider, subject, id_subject, sealed, renew_at, created_at, used_at, ends_at)
      values (${Buffer.alloc(32, 7)}, 'okta', 'another-login', 'another-login', '', now(), now(), now(), now() + interval '1 hour')`);
    await server.app.sealer.sealAll();
    await untilSealed(server);
  });
  await Promise.all(erased);
  const left = await server.db.rows(
    sql`select s.user_id as "userId" from sign_in_sessions s where s.subject = 'another-login'`,
  );
  expect(left).toEqual([]);
});
