import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUser } from '../support/seed.ts';
import {
  type Body,
  eventsOf,
  type Provisioned,
  SCHEMA,
  seedProvisioned,
  startProvisioned,
} from './scim.ts';

// Without a displayName, the name of a user is the formatted name, or its parts: after every request.

let scim: Provisioned;
beforeAll(async () => {
  scim = await startProvisioned();
});
afterAll(() => scim.server.stop());

const replace = (path: string, value: unknown) => ({ op: 'replace', path, value });
const LIN = { givenName: 'Lin', familyName: 'Chen' };
const DR = { ...LIN, formatted: 'Dr. Lin Chen' };

type Case = readonly [what: string, first: Body, operations: readonly object[], name: unknown];

const CASES: readonly Case[] = [
  ['the family name', { name: LIN }, [replace('name.familyName', 'Wu')], 'Lin Wu'],
  ['the given name', { name: LIN }, [replace('name.givenName', 'Mei')], 'Mei Chen'],
  ['a part without a path', { name: LIN }, [replace('name', { familyName: 'Wu' })], 'Lin Wu'],
  ['a removed part', { name: LIN }, [{ op: 'remove', path: 'name.givenName' }], 'Chen'],
  ['a part that is null', { name: LIN }, [replace('name', { givenName: null })], 'Chen'],
  ['a removed name', { name: LIN }, [{ op: 'remove', path: 'name' }], undefined],
  ['a first part', {}, [{ op: 'add', path: 'name.familyName', value: 'Wu' }], 'Wu'],
  [
    'a long part',
    { name: LIN },
    [replace('name.familyName', 'w'.repeat(100))],
    `Lin ${'w'.repeat(96)}`,
  ],
  ['a new formatted name', { name: LIN }, [replace('name.formatted', 'Wu, Lin')], 'Wu, Lin'],
  ['another formatted name', { name: DR }, [replace('name.formatted', 'Dr. Wu')], 'Dr. Wu'],
  ['one with a part', { name: DR }, [replace('name', { formatted: 'Wu', givenName: 'L' })], 'Wu'],
  ['no formatted name', { name: DR }, [{ op: 'remove', path: 'name.formatted' }], 'Lin Chen'],
  ['nothing, by a part', { name: DR }, [replace('name.familyName', 'Wu')], 'Dr. Lin Chen'],
  ['nothing, by other attributes', { name: DR }, [replace('externalId', 'x')], 'Dr. Lin Chen'],
  ['a displayName', { name: LIN }, [replace('displayName', 'L.')], 'L.'],
  [
    'a displayName, and not the parts',
    { name: LIN },
    [replace('displayName', 'L.'), replace('name.familyName', 'Wu')],
    'L.',
  ],
  [
    'nothing, by parts and a formatted name, where displayName was sent',
    { displayName: 'Lin Chen', name: LIN },
    [replace('name.familyName', 'Wu'), replace('name.formatted', 'Dr. Wu')],
    'Lin Chen',
  ],
  [
    'the parts once displayName is removed',
    { displayName: 'L.', name: LIN },
    [{ op: 'remove', path: 'displayName' }, replace('name.familyName', 'Wu')],
    'Lin Wu',
  ],
];

describe('the name of a user follows', () => {
  it.each(CASES)('%s: all operations at once', async (_what, first, operations, name) => {
    const { path } = await seedProvisioned(scim, first);
    const { status, body } = await scim.patch(path, ...operations);
    expect([status, body['displayName']]).toEqual([200, name]);
    expect((await scim.get(path)).body['displayName']).toBe(name);
  });

  it.each(CASES)('%s: in one request after the other', async (_what, first, operations, name) => {
    const { path, userName } = await seedProvisioned(scim);
    await scim.send('PUT', path, { userName, ...first });
    for (const operation of operations) {
      await scim.patch(path, operation);
      await scim.patch(path, replace('active', false), replace('externalId', `of ${path}`));
    }
    expect((await scim.get(path)).body['displayName']).toBe(name);
  });

  it('no part that a provider sends of a user whom it did not name', async () => {
    const user = await seedUser(scim.server, { name: 'By an operator' });
    const path = `/Users/${user.databaseId}`;
    const { body } = await scim.patch(path, { op: 'add', path: 'name', value: LIN });
    expect(body).toMatchObject({ displayName: 'By an operator', name: LIN });
  });

  it('what an operator says until the provider names the user again', async () => {
    const { id, path } = await seedProvisioned(scim, { name: LIN });
    await scim.server.graphql(
      `mutation { updateUser(input: {user: {databaseId: ${id}}, name: "Linny"}) { __typename } }`,
      { admin: scim.server.adminKey },
    );
    const nameAfter = async (operation: object) =>
      (await scim.patch(path, operation)).body['displayName'];
    expect(await nameAfter(replace('externalId', 'x'))).toBe('Linny');
    expect(await nameAfter(replace('name.formatted', 'Lin C.'))).toBe('Lin C.');
  });

  it('in one event, and a request that changes nothing leaves none', async () => {
    const { path, userName } = await seedProvisioned(scim, { name: LIN });
    const same = { schemas: [SCHEMA.user], userName, name: LIN };
    await scim.send('PUT', path, same);
    await scim.patch(path, replace('name.familyName', 'Wu'));
    await scim.patch(path, replace('name.familyName', 'Wu'));
    const [latest, before] = await eventsOf(scim.server, 'USER_UPDATED', 'USER_CREATED');
    expect(latest).toMatchObject({
      action: 'USER_UPDATED',
      before: { name: 'Lin Chen' },
      after: { name: 'Lin Wu', provisioned: { familyName: 'Wu', isNameDerived: true } },
    });
    expect(before?.action).toBe('USER_CREATED');
  });
});
