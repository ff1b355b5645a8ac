import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Body, type Provisioned, SCHEMA, seedProvisioned, startProvisioned } from './scim.ts';

// What a PATCH sets, clears and reads over.

let scim: Provisioned;
beforeAll(async () => {
  scim = await startProvisioned();
});
afterAll(() => scim.server.stop());

let path = '';
let id = '';
beforeEach(async () => {
  const name = { givenName: 'Lin', familyName: 'Chen' };
  const sent = { displayName: 'Lin C.', externalId: 'x-1', name };
  ({ path, id } = await seedProvisioned(scim, sent));
});

const patch = (...operations: readonly object[]) => scim.patch(path, ...operations);

describe('names that the service does not know, in a value without a path,', () => {
  it.each([
    'urn:example:acme:1.0',
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    'urn:example:acme:1.0:User:cost-center',
    'x.y.z',
    'a b',
    'a[b',
    'a[b eq',
    '"quoted"',
    '1st',
    '_links',
    'é',
    ':',
    '.',
    ' ',
    '',
    'x'.repeat(5_000),
  ])('do not keep the others from being set: %j', async (name) => {
    for (const value of [{ department: 'Looms' }, 'text', null]) {
      const set = await patch({ op: 'replace', value: { active: false, [name]: value } });
      expect([set.status, set.body.detail, set.body['active']]).toEqual([200, undefined, false]);
      const added = await patch({ op: 'add', value: { [name]: value, active: true } });
      expect([added.status, added.body['active']]).toEqual([200, true]);
    }
  });

  it('do not keep a group from being changed', async () => {
    const { body } = await scim.send('POST', '/Groups', { displayName: `of ${id}` });
    const value = { 'urn:example:acme:1.0': { team: 7 }, members: [{ value: id }] };
    const to = `/Groups/${body.id}`;
    expect((await scim.patch(to, { op: 'add', value })).status).toBe(204);
    expect((await scim.get(to)).body).toMatchObject({ members: [{ value: id }] });
  });

  it('are refused as a path', async () => {
    const { status, body } = await patch({ op: 'add', path: 'urn:example:acme:1.0', value: {} });
    expect([status, body.scimType]).toEqual([400, 'invalidPath']);
  });
});

describe('an operation without a value is refused, and changes nothing:', () => {
  it.each(
    ['add', 'Replace'].flatMap((op) =>
      [
        'externalId',
        'displayName',
        'userName',
        'name',
        'name.givenName',
        'emails',
        'emails[type eq "work"]',
        'emails[type eq "work"].value',
        `${SCHEMA.user}:externalId`,
      ].map((target) => [op, target]),
    ),
  )('%s %s', async (op, target) => {
    const before = (await scim.get(path)).body;
    const { status, body } = await patch(
      { op: 'replace', path: 'active', value: false },
      { op, path: target },
    );
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
    expect((await scim.get(path)).body).toEqual(before);
  });

  it.each(['add', 'replace'])('%s of members and of the name of a group', async (op) => {
    const sent = { displayName: `${op} ${id}`, externalId: 'g-1', members: [{ value: id }] };
    const { body } = await scim.send('POST', '/Groups', sent);
    const to = `/Groups/${body.id}`;
    for (const target of ['members', `${SCHEMA.group}:members`, 'displayName', 'externalId']) {
      const refused = await scim.patch(to, { op, path: target });
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidValue']);
    }
    expect((await scim.get(to)).body).toMatchObject(sent);
  });

  it('of what is not stored is ignored as any other', async () => {
    for (const target of ['title', 'name.middleName', 'emails[type eq "work"].display'])
      expect((await patch({ op: 'add', path: target })).status).toBe(200);
  });
});

describe('null and an empty text clear', () => {
  const EMPTY = [null, ''];

  it.each(EMPTY)('a part of the name that is replaced with %j, in every form', async (empty) => {
    const forms: readonly object[] = [
      { op: 'replace', value: { name: { givenName: empty } } },
      { op: 'add', value: { name: { GIVENNAME: empty } } },
      { op: 'replace', path: 'name', value: { givenName: empty, familyName: 'Chen' } },
      { op: 'replace', path: 'name.givenName', value: empty },
      { op: 'replace', value: { 'name.givenName': empty } },
    ];
    for (const form of forms) {
      await patch({ op: 'replace', path: 'name', value: { givenName: 'Lin', familyName: 'Chen' } });
      const { status, body } = await patch(form);
      expect([form, status, body['name']]).toEqual([form, 200, { familyName: 'Chen' }]);
    }
  });

  it.each<[string, Body, string]>([
    ['all parts', { name: { givenName: null, familyName: null } }, 'name'],
    ['the name', { name: null }, 'name'],
    ['an empty name', { name: '' }, 'name'],
    ['a text', { externalId: null }, 'externalId'],
  ])('%s', async (_what, value, name) => {
    const { status, body } = await patch({ op: 'replace', value });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty(name);
  });

  it('a part of an address: then another one is the first of the work', async () => {
    const [value, userName] = [`second-${id}@example.com`, (await scim.get(path)).body['userName']];
    const { status, body } = await patch(
      { op: 'add', path: 'emails', value: [{ value, type: 'work' }] },
      {
        op: 'replace',
        path: `emails[value eq "${userName}"]`,
        value: { type: null, primary: null },
      },
    );
    expect([status, body['emails']]).toEqual([200, [{ value, type: 'work', primary: true }]]);
  });

  it('the members of a group', async () => {
    const sent = { displayName: `null ${id}`, members: [{ value: id }] };
    const to = `/Groups/${(await scim.send('POST', '/Groups', sent)).body.id}`;
    await scim.patch(to, { op: 'replace', path: 'members', value: null });
    expect((await scim.get(to)).body).toMatchObject({ members: [] });
  });
});
