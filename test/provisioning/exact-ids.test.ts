import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provisioned, seedProvisioned, startProvisioned } from './scim.ts';

// An id is a text: another spelling of the same number is another text.

let scim: Provisioned;
let user: { readonly id: string };
let groupId: string;
beforeAll(async () => {
  scim = await startProvisioned();
  user = await seedProvisioned(scim);
  const members = [{ value: user.id }];
  const { body } = await scim.send('POST', '/Groups', { displayName: 'Ids', members });
  groupId = String(body.id);
});
afterAll(() => scim.server.stop());

const SPELLINGS: readonly ((id: string) => string)[] = [
  (id) => `+${id}`,
  (id) => `0${id}`,
  (id) => `000${id}`,
  (id) => ` ${id} `,
  (id) => `${id} `,
  (id) => `\t${id}`,
  (id) => `\u00a0${id}`,
  (id) => `-${id}`,
  (id) => `${id}.0`,
  (id) => `${id}e0`,
  (id) => `0x${id}`,
  (id) => [...id].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
  () => '',
  () => '0',
  () => '9'.repeat(20),
];

const membersOf = async () => {
  const { body } = await scim.get(`/Groups/${groupId}`);
  return (body['members'] as { value: string }[] | undefined)?.map(({ value }) => value) ?? [];
};

describe('an id as it is', () => {
  it('finds its resource', async () => {
    expect((await scim.find('Users', `id eq "${user.id}"`)).body.totalResults).toBe(1);
    expect((await scim.find('Groups', `id eq "${groupId}"`)).body.totalResults).toBe(1);
    expect((await scim.find('Groups', `members eq "${user.id}"`)).body.totalResults).toBe(1);
  });
});

describe('another spelling', () => {
  it.each(SPELLINGS.map((spell) => [spell('1'), spell] as const))(
    'as "%s" finds nothing, and changes nothing',
    async (_name, spell) => {
      const [other, otherGroup] = [JSON.stringify(spell(user.id)), spell(groupId)];
      const found = [
        await scim.find('Users', `id eq ${other}`),
        await scim.find('Groups', `id eq ${JSON.stringify(otherGroup)}`),
        await scim.find('Groups', `members eq ${other}`),
        await scim.find('Groups', `members.value eq ${other}`),
        await scim.find('Groups', `members[value eq ${other}]`),
      ];
      expect(found.map(({ body }) => body.totalResults)).toEqual([0, 0, 0, 0, 0]);
      const not = await scim.find('Users', `id ne ${other}`);
      expect(not.body.totalResults).toBe(1);
      await scim.patch(`/Groups/${groupId}`, { op: 'remove', path: `members[value eq ${other}]` });
      expect(await membersOf()).toEqual([user.id]);
      const added = await scim.patch(`/Groups/${groupId}`, {
        op: 'add',
        path: 'members',
        value: [{ value: spell(user.id) }],
      });
      expect([added.status, added.body.scimType]).toEqual([400, 'invalidValue']);
      if (spell(user.id) === '') return;
      const path = encodeURIComponent(spell(user.id));
      expect((await scim.get(`/Users/${path}`)).status).toBe(404);
      expect((await scim.get(`/Groups/${encodeURIComponent(otherGroup)}`)).status).toBe(404);
    },
  );
});
