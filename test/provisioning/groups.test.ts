import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, type Provisioned, seedProvisioned, startProvisioned } from './scim.ts';

let scim: Provisioned;
beforeAll(async () => {
  scim = await startProvisioned();
});
afterAll(() => scim.server.stop());

const create = (body: object) => scim.send('POST', '/Groups', body);
const membersOf = async (path: string) =>
  ((await scim.get(path)).body as { members?: { value: string }[] }).members?.map(
    ({ value }) => value,
  );

describe('a group', () => {
  it('is one of its name, in any case', async () => {
    expect((await create({ displayName: 'Straße' })).status).toBe(201);
    const again = await create({ displayName: 'STRASSE' });
    expect([again.status, again.body.scimType]).toEqual([409, 'uniqueness']);
    const answers = await Promise.all([1, 2, 3].map(() => create({ displayName: 'Raced' })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  });

  it('shows its users, and forgets those who are deleted', async () => {
    const one = await seedProvisioned(scim, { displayName: 'One' });
    const two = await seedProvisioned(scim);
    const { body } = await create({
      displayName: 'Pair',
      members: [{ value: two.id }, { value: one.id, type: 'User' }],
    });
    const path = `/Groups/${body.id}`;
    expect((await scim.get(path)).body).toMatchObject({
      members: [
        { value: one.id, display: 'One', type: 'User', $ref: `/scim/v2/Users/${one.id}` },
        { value: two.id, display: two.userName },
      ],
    });
    await scim.send('DELETE', one.path);
    expect(await membersOf(path)).toEqual([two.id]);
    const unknown = await scim.patch(path, {
      op: 'add',
      path: 'members',
      value: [{ value: one.id }],
    });
    expect([unknown.status, unknown.body.scimType]).toEqual([400, 'invalidValue']);
    expect(await membersOf(path)).toEqual([two.id]);
    await scim.patch(path, { op: 'remove', path: 'members', value: [{ value: one.id }] });
    await scim.send('PUT', path, { displayName: 'Pair', members: [] });
    expect(await membersOf(path)).toEqual([]);
  });

  it('leaves an event with who joined and who left', async () => {
    const { id } = await seedProvisioned(scim);
    const { body } = await create({ displayName: 'Logged', externalId: 'g-1' });
    const path = `/Groups/${body.id}`;
    const add = { op: 'add', path: 'members', value: [{ value: id }] };
    await scim.patch(path, add);
    await scim.patch(path, add);
    await scim.patch(path, { op: 'remove', path: `members[value eq "${id}"]` });
    await scim.send('DELETE', path);
    const events = await eventsOf(scim.server, 'GROUP_CREATED', 'GROUP_UPDATED', 'GROUP_DELETED');
    const own = events.filter(({ after }) => after['group'] === body.id).reverse();
    expect(
      own.map(({ action, after, actor }) => [action, after['added'], after['removed'], actor.name]),
    ).toEqual([
      ['GROUP_CREATED', [], [], 'Okta'],
      ['GROUP_UPDATED', [id], [], 'Okta'],
      ['GROUP_UPDATED', [], [id], 'Okta'],
      ['GROUP_DELETED', [], [], 'Okta'],
    ]);
  });

  it('grants nothing', async () => {
    const { id } = await seedProvisioned(scim);
    await create({ displayName: 'admin', members: [{ value: id }] });
    const { data } = await scim.server.graphql(
      `mutation { mintToken(input: {user: {email: "${(await scim.get(`/Users/${id}`)).body['userName']}"}}) {
        ... on MintTokenSuccess { secret } } }`,
      { admin: scim.server.adminKey },
    );
    const { secret } = (data as unknown as { mintToken: { secret: string } }).mintToken;
    const asUser = await scim.server.graphql<{ viewer: unknown }>(
      '{ viewer { access user { role groups { displayName } } } }',
      { key: secret },
    );
    expect(asUser.data.viewer).toEqual({
      access: ['USER'],
      user: { role: 'USER', groups: [{ displayName: 'admin' }] },
    });
  });
});

describe('a list', () => {
  it('is cut from 1 on, with the total', async () => {
    const { totalResults: total = 0 } = (await scim.get('/Users?count=0')).body;
    const page = async (query: string) => {
      const { body } = await scim.get(`/Users?${query}`);
      const ids = body.Resources?.map(({ id }) => Number(id)) ?? [];
      return { total: body.totalResults, first: body['startIndex'], ids };
    };
    const all = await page('count=200');
    expect(all).toMatchObject({ total, first: 1 });
    expect(all.ids).toEqual(all.ids.toSorted((a, b) => a - b));
    expect((await page('startIndex=2&count=2')).ids).toEqual(all.ids.slice(1, 3));
    expect(await page('startIndex=-7&count=1')).toEqual({
      total,
      first: 1,
      ids: all.ids.slice(0, 1),
    });
    expect(await page(`startIndex=${total + 1}`)).toEqual({ total, first: total + 1, ids: [] });
    expect(await page('startIndex=99999999999999999999')).toMatchObject({ total: undefined });
    expect(await page('count=-1')).toMatchObject({ total, ids: [] });
    expect(await page('count=0')).toMatchObject({ total, ids: [] });
  });

  it('has the attributes that are asked for', async () => {
    const { id, path } = await seedProvisioned(scim, { name: { givenName: 'A', familyName: 'B' } });
    const some = await scim.get(`${path}?attributes=userName,name.givenName`);
    expect(Object.keys(some.body)).toEqual(['schemas', 'id', 'userName', 'name']);
    expect(some.body['name']).toEqual({ givenName: 'A' });
    const rest = await scim.get(`${path}?excludedAttributes=META,emails,groups,id,name.familyName`);
    expect(rest.body).toMatchObject({ id, name: { givenName: 'A' } });
    for (const name of ['meta', 'emails', 'groups']) expect(rest.body).not.toHaveProperty(name);
    scim.server.statements.length = 0;
    await scim.get('/Groups?excludedAttributes=members');
    expect(scim.server.statements.filter((text) => /provisioned_members/.test(text))).toEqual([]);
  });
});
