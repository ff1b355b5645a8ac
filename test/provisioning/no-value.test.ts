import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provisioned, SCHEMA, seedProvisioned, startProvisioned } from './scim.ts';

// Filters by attributes that SCIM defines and that no resource here has (RFC 7644, section 3.4.2.2).

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

let scim: Provisioned;
let id: string;
let group: string;
beforeAll(async () => {
  scim = await startProvisioned();
  const sent = { title: 'Analyst', [ENTERPRISE]: { manager: { value: '7' }, department: 'Looms' } };
  id = (await seedProvisioned(scim, sent)).id;
  const { body } = await scim.send('POST', '/Groups', {
    displayName: 'Analysts',
    members: [{ value: id }],
  });
  group = String(body.id);
});
afterAll(() => scim.server.stop());

const NAMES = ['manager', 'manager.value', `${ENTERPRISE}:manager`, `${ENTERPRISE}:manager.value`];

it.each(NAMES)('Entra ID finds that a user has another manager by %s', async (name) => {
  const filter = `id eq "${id}" and ${name} eq "7"`;
  const { status, body } = await scim.find('Users', filter, '&attributes=id');
  expect([status, body.totalResults, body.Resources]).toEqual([200, 0, []]);
});

describe('what a resource has no value of', () => {
  const OF_USERS = [
    ...NAMES,
    ...['title', 'TITLE', 'nickName', 'password', 'department', `${ENTERPRISE}:department`],
    ...['name.middleName', 'emails.display', 'phoneNumbers', 'phoneNumbers.value'],
    ...['addresses.streetAddress', 'x509Certificates.value', `${SCHEMA.user}:userType`],
    ...['members', 'members.value', `${SCHEMA.group}:displayName`],
  ];
  const OF_GROUPS = ['userName', 'name.givenName', 'emails', 'active', 'groups.value', ...NAMES];

  it.each([
    ...OF_USERS.map((name) => ['Users', name] as const),
    ...OF_GROUPS.map((name) => ['Groups', name] as const),
  ])('of %s equals nothing: %s', async (resources, name) => {
    const one = `id eq "${resources === 'Users' ? id : group}" and`;
    const found = async (condition: string) => {
      const { status, body } = await scim.find(resources, `${one} ${condition}`);
      return [status, body.totalResults];
    };
    const none = ['eq "7"', 'eq true', 'pr', 'co "7"', 'sw ""', 'gt 1', 'le "7"', 'ne null'];
    for (const rest of none)
      expect([rest, await found(`${name} ${rest}`)]).toEqual([rest, [200, 0]]);
    for (const rest of ['ne "7"', 'ne true', 'eq null'])
      expect([rest, await found(`${name} ${rest}`)]).toEqual([rest, [200, 1]]);
    expect(await found(`not (${name} pr)`)).toEqual([200, 1]);
  });

  it.each([
    ['phoneNumbers[type eq "work"]', 0],
    ['phoneNumbers[type eq "work"].value eq "7"', 0],
    ['phoneNumbers[not (type eq "work")]', 0],
    ['phoneNumbers[type ne "work" and not (value pr)]', 0],
    ['not (phoneNumbers[type eq "work"])', 1],
    [`${ENTERPRISE}:manager[value eq "7"]`, 0],
    ['emails[display eq "7"]', 0],
    ['emails[not (display eq "7")]', 1],
    [`${SCHEMA.user}:emails[type eq "work"]`, 1],
  ])('has no values for brackets either: %s', async (filter, total) => {
    const { status, body } = await scim.find('Users', `id eq "${id}" and ${filter}`);
    expect([status, body.totalResults]).toEqual([200, total]);
  });
});

it.each([
  ['Users', 'canary eq "7"'],
  ['Users', 'manager.canary eq "7"'],
  ['Users', 'title.value eq "7"'],
  ['Users', 'urn:example:canary:1.0:User:manager eq "7"'],
  ['Users', `${SCHEMA.user}:manager eq "7"`],
  ['Users', 'urn:example:canary:1.0:User:emails[type eq "work"]'],
  ['Users', 'phoneNumbers[canary eq "7"]'],
  ['Users', 'constructor:manager eq "7"'],
  // Users and groups have these.
  ['Users', 'name.formatted eq "7"'],
  ['Users', 'groups.value eq "7"'],
  ['Users', 'meta.location eq "7"'],
  ['Groups', 'members.display eq "7"'],
  ['Groups', 'canary pr'],
] as const)(
  'of %s, a filter is refused by what no schema defines, or cannot be found by: %s',
  async (resources, filter) => {
    const { status, body } = await scim.find(resources, filter);
    expect([status, body.scimType]).toEqual([400, 'invalidFilter']);
    expect(body.detail).not.toContain('canary');
  },
);
