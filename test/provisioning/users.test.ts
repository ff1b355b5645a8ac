import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { erase } from '../erasure/erasing.ts';
import { seedUser } from '../support/seed.ts';
import {
  clientOf,
  eventsOf,
  type Provisioned,
  SCHEMA,
  seedProvisioned,
  startProvisioned,
} from './scim.ts';

let scim: Provisioned;
beforeAll(async () => {
  scim = await startProvisioned();
});
afterAll(() => scim.server.stop());

const mutate = (mutation: string) =>
  scim.server.graphql<Record<string, unknown>>(`mutation { ${mutation} }`, {
    admin: scim.server.adminKey,
  });
const create = (body: object) => scim.send('POST', '/Users', { schemas: [SCHEMA.user], ...body });

describe('a user of a provider', () => {
  it('is a user of the service, in GraphQL with what the provider says', async () => {
    const { id } = await seedProvisioned(scim, {
      externalId: 'x-1',
      displayName: 'Lin Chen',
      name: { givenName: 'Lin', familyName: 'Chen' },
      emails: [{ value: 'Lin@EXAMPLE.com', primary: true }],
    });
    const { data } = await scim.server.graphql(
      `{ user(by: {databaseId: ${id}}) { email name isActive
        provisioning { externalId givenName familyName isSuspended } groups { displayName } } }`,
      { admin: scim.server.adminKey },
    );
    expect(data).toEqual({
      user: {
        email: 'Lin@example.com',
        name: 'Lin Chen',
        isActive: true,
        provisioning: {
          externalId: 'x-1',
          givenName: 'Lin',
          familyName: 'Chen',
          isSuspended: false,
        },
        groups: [],
      },
    });
  });

  it.each([
    ['of letters', 'g'.repeat(60), 'f'.repeat(60), `${'g'.repeat(60)} ${'f'.repeat(39)}`],
    [
      'of other characters',
      '😀'.repeat(60),
      '🎈'.repeat(60),
      `${'😀'.repeat(60)} ${'🎈'.repeat(39)}`,
    ],
    ['that end at the limit', 'g'.repeat(99), 'f', 'g'.repeat(99)],
  ])(
    'without a displayName has a name that is cut: given and family name %s',
    async (_name, givenName, familyName, name) => {
      const { id } = await seedProvisioned(scim, { name: { givenName, familyName } });
      const { data } = await scim.server.graphql(`{ user(by: {databaseId: ${id}}) { name } }`, {
        admin: scim.server.adminKey,
      });
      expect(data).toEqual({ user: { name } });
    },
  );

  it('that was there before is found by its address and taken over', async () => {
    const user = await seedUser(scim.server, { name: 'Before' });
    const found = await scim.find('Users', `userName eq "${user.email.toUpperCase()}"`);
    expect(found.body.Resources).toMatchObject([
      { id: String(user.databaseId), displayName: 'Before' },
    ]);
    const path = `/Users/${user.databaseId}`;
    const changed = await scim.patch(path, { op: 'add', path: 'externalId', value: 'x-2' });
    expect(changed.body).toMatchObject({ externalId: 'x-2', userName: user.email });
    expect((await scim.find('Users', 'externalId eq "x-2"')).body.totalResults).toBe(1);
    expect((await scim.find('Users', `userName eq "${user.email}"`)).body.totalResults).toBe(1);
  });

  it('has the address of userName until emails has another', async () => {
    const { path } = await seedProvisioned(scim);
    const emailOf = async () => {
      const { body } = await scim.get(path);
      return (body as { emails?: { value: string }[] }).emails?.[0]?.value;
    };
    await scim.patch(path, { op: 'replace', path: 'userName', value: 'follows@example.com' });
    expect(await emailOf()).toBe('follows@example.com');
    await scim.patch(path, {
      op: 'replace',
      path: 'emails[type eq "work"].value',
      value: 'own@example.com',
    });
    await scim.patch(path, { op: 'replace', path: 'userName', value: 'not-an-address' });
    expect(await emailOf()).toBe('own@example.com');
    expect((await scim.get(path)).body).toMatchObject({ userName: 'not-an-address' });
    await scim.send('PUT', path, {
      userName: 'again@example.com',
      emails: [{ value: 'own@example.com' }],
    });
    expect(await emailOf()).toBe('own@example.com');
    await scim.patch(path, { op: 'remove', path: 'emails' });
    expect(await emailOf()).toBe('again@example.com');
  });

  it('is one of its kind by userName and by address', async () => {
    const { userName } = await seedProvisioned(scim, { emails: [{ value: 'taken@example.com' }] });
    const plain = await seedUser(scim.server);
    const other = await seedProvisioned(scim);
    const refusals = [
      await create({ userName: userName.toUpperCase(), emails: [{ value: 'free1@example.com' }] }),
      await create({ userName: 'free2@example.com', emails: [{ value: 'TAKEN@Example.com' }] }),
      await create({ userName: plain.email }),
      await create({ userName: plain.email, emails: [{ value: 'free3@example.com' }] }),
      await scim.patch(other.path, { op: 'replace', path: 'userName', value: userName }),
      await scim.patch(other.path, { op: 'replace', value: { emails: [{ value: plain.email }] } }),
      await scim.send('PUT', other.path, { userName: plain.email }),
    ];
    for (const { status, body } of refusals)
      expect([status, body.scimType, body['status']]).toEqual([409, 'uniqueness', '409']);
    expect((await scim.get(other.path)).body).toMatchObject({ userName: other.userName });
  });

  it('leaves one event for each change, with the name of the key, and none for no change', async () => {
    const { path, userName, id } = await seedProvisioned(scim, { externalId: 'e-1' });
    const same = { userName, externalId: 'e-1', active: true };
    await scim.send('PUT', path, same);
    await scim.send('PUT', path, same);
    await scim.patch(path, { op: 'replace', path: 'externalId', value: 'e-2' });
    await scim.send('DELETE', path);
    const events = await eventsOf(scim.server, 'USER_CREATED', 'USER_UPDATED', 'USER_DELETED');
    const own = events.slice(0, 3);
    expect(own.map(({ action }) => action)).toEqual([
      'USER_DELETED',
      'USER_UPDATED',
      'USER_CREATED',
    ]);
    expect(new Set(own.map(({ actor }) => `${actor.kind} ${actor.name}`))).toEqual(
      new Set(['ADMIN_KEY Okta']),
    );
    expect(own[1]).toMatchObject({
      before: { provisioned: { externalId: 'e-1', userName } },
      after: { provisioned: { externalId: 'e-2', userName } },
    });
    expect((await scim.get(`/Users/${id}`)).status).toBe(404);
  });

  it('keeps what an operator suspended suspended', async () => {
    const { id, path } = await seedProvisioned(scim);
    const user = `user: {databaseId: ${id}}`;
    const activeAfter = async (active: unknown) =>
      (await scim.patch(path, { op: 'replace', path: 'active', value: active })).body['active'];
    await mutate(`updateUser(input: {${user}, isActive: false}) { __typename }`);
    expect(await activeAfter(true)).toBe(false);
    await mutate(`updateUser(input: {${user}, isActive: true}) { __typename }`);
    expect(await activeAfter(false)).toBe(false);
    expect(await activeAfter('True')).toBe(true);
  });

  it('can be created suspended', async () => {
    const { path } = await seedProvisioned(scim, { active: false });
    expect((await scim.get(path)).body).toMatchObject({ active: false });
    const again = await scim.patch(path, { op: 'replace', value: { active: true } });
    expect(again.body).toMatchObject({ active: true });
  });

  it('under a legal hold is suspended where it would be deleted', async () => {
    const { id, path } = await seedProvisioned(scim);
    await mutate(
      `placeLegalHold(input: {user: {databaseId: ${id}}, reason: "case"}) { __typename }`,
    );
    const { status, body } = await scim.send('DELETE', path);
    expect([status, body.detail]).toEqual([409, expect.stringContaining('legal hold')]);
    expect((await scim.get(path)).body).toMatchObject({ active: false });
  });

  it('that was erased is not created again, and left no name in the audit log', async () => {
    const name = { givenName: 'Wilhelmina', familyName: 'Vanished' };
    const { id, userName } = await seedProvisioned(scim, {
      name,
      emails: [{ value: 'wilhelmina.vanished@example.com' }],
      externalId: 'wilhelmina-1',
    });
    await scim.patch(`/Users/${id}`, { op: 'replace', path: 'displayName', value: 'W. Vanished' });
    const erased = await erase(
      scim.server,
      { id: encodeId('User', BigInt(id)) },
      'wilhelmina.vanished@example.com',
    );
    expect(erased.__typename).toBe('EraseUserSuccess');
    const { data } = await scim.server.graphql(
      '{ auditEvents(first: 100) { nodes { before after } } }',
      { admin: scim.server.adminKey },
    );
    expect(JSON.stringify(data)).not.toMatch(/wilhelmina|vanished/i);
    expect(JSON.stringify(data)).not.toContain(userName);
    const again = await create({ userName: 'wilhelmina.vanished@example.com' });
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('erased')]);
  });
});

describe('two providers at once', () => {
  it('create a user once', async () => {
    const other = await clientOf(scim.server, 'Entra');
    const clients = [scim, other, scim, other, scim, other];
    for (const name of ['both', 'twice', 'racing']) {
      const answers = await Promise.all(
        clients.map(({ send }, place) =>
          send('POST', '/Users', {
            userName: place % 2 === 0 ? `${name}@example.com` : `${name.toUpperCase()}@example.com`,
            externalId: String(place),
          }),
        ),
      );
      const statuses = answers.map(({ status }) => status).toSorted();
      expect(statuses).toEqual([201, 409, 409, 409, 409, 409]);
      expect(
        (await scim.find('Users', `userName eq "${name}@example.com"`)).body.totalResults,
      ).toBe(1);
    }
  });

  it('with the same userName and different addresses create it once', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((letter) =>
        create({ userName: 'same-name', emails: [{ value: `same-${letter}@example.com` }] }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409, 409]);
  });
});
