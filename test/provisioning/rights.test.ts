import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { erase } from '../erasure/erasing.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { MALFORMED } from './malformed.ts';
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

describe('a provisioning key', () => {
  it('is named in the audit log, whatever other key comes with it', async () => {
    const { server, key } = scim;
    const owner = await seedUser(server);
    const { secret } = await seedKey(server, owner);
    const response = await server.fetch('/scim/v2/Users', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'x-api-key': secret,
        'content-type': 'application/scim+json',
      },
      body: JSON.stringify({ userName: 'attributed@example.com' }),
    });
    expect(response.status).toBe(201);
    const [event] = await eventsOf(server, 'USER_CREATED');
    expect(event?.actor).toEqual({ kind: 'ADMIN_KEY', name: 'Okta' });
  });

  it('does not change the address of an administrator, whose access somebody else would get', async () => {
    const admin = await seedUser(scim.server, { role: 'ADMIN' });
    const path = `/Users/${admin.databaseId}`;
    const emails = [{ value: 'mallory@example.com', primary: true }];
    for (const { status, body } of [
      await scim.patch(path, { op: 'replace', value: { emails } }),
      await scim.patch(path, { op: 'replace', path: 'userName', value: 'mallory@example.com' }),
      await scim.send('PUT', path, { userName: admin.email, emails }),
    ])
      expect([status, body.scimType, body.detail]).toEqual([
        400,
        'mutability',
        expect.stringContaining('administrator'),
      ]);
    const upper = [{ value: admin.email.toUpperCase(), primary: true }];
    expect((await scim.patch(path, { op: 'replace', value: { emails: upper } })).status).toBe(200);
    const ended = await scim.patch(path, { op: 'replace', path: 'active', value: false });
    expect(ended.body).toMatchObject({ active: false });
  });
});

describe('an erased person', () => {
  it('comes back neither by a change of an address nor as a userName', async () => {
    const address = 'theodora.gone@example.com';
    const { id } = await seedProvisioned(scim, { emails: [{ value: address }] });
    await erase(scim.server, { id: encodeId('User', BigInt(id)) }, address);
    const { path, userName } = await seedProvisioned(scim);
    for (const { status, body } of [
      await create({ userName: 'somebody.else@example.com', emails: [{ value: address }] }),
      await create({ userName: address, emails: [{ value: 'somebody.else@example.com' }] }),
      await scim.patch(path, {
        op: 'replace',
        path: 'emails[type eq "work"].value',
        value: address,
      }),
      await scim.patch(path, { op: 'replace', path: 'userName', value: address.toUpperCase() }),
      await scim.send('PUT', path, { userName, emails: [{ value: `Theodora <${address}>` }] }),
    ])
      expect([status, body.detail]).toEqual([409, expect.stringContaining('erased')]);
    await mutate(`createUser(input: {email: "${address}"}) { __typename }`);
    const found = await scim.find('Users', `userName eq "${address}"`);
    const adopted = found.body.Resources?.[0]?.['id'];
    const changed = await scim.patch(`/Users/${adopted}`, {
      op: 'add',
      path: 'externalId',
      value: 'agreed',
    });
    expect(changed.status).toBe(200);
  });
});

describe('an address', () => {
  it.each([
    ['in capitals', 'ÜNÏ.KODE@BÜCHER.EXAMPLE'],
    ['in another Unicode form', 'u\u0308ni\u0308.kode@bu\u0308cher.example'],
    ['with its domain in ASCII', 'ünï.kode@xn--bcher-kva.example'],
    ['with blanks around it', '  ünï.kode@bücher.example '],
    ['with a display name', 'Lin <ünï.kode@bücher.example>'],
  ])('is the same %s', async (_how, spelling) => {
    const address = 'ünï.kode@bücher.example';
    const found = await scim.find('Users', `emails.value eq "${address}"`);
    if (found.body.totalResults === 0)
      await seedProvisioned(scim, { emails: [{ value: address }] });
    const again = await create({ userName: `not-${_how}`, emails: [{ value: spelling }] });
    expect([again.status, again.body.scimType]).toEqual([409, 'uniqueness']);
    const filter = `emails.value eq ${JSON.stringify(spelling)}`;
    expect((await scim.find('Users', filter)).body.totalResults).toBe(1);
  });
});

describe('a request that a provider repeats', () => {
  it('has no second effect', async () => {
    const user = { userName: 'repeated@example.com', externalId: 'r-1' };
    expect((await create(user)).status).toBe(201);
    expect((await create(user)).status).toBe(409);
    const { body } = await scim.find('Users', `userName eq "${user.userName}"`);
    const id = String(body.Resources?.[0]?.['id']);
    const path = `/Users/${id}`;
    const group = await scim.send('POST', '/Groups', { displayName: 'Repeated' });
    expect((await scim.send('POST', '/Groups', { displayName: 'REPEATED' })).status).toBe(409);
    const both = async (work: () => Promise<{ readonly status: number }>) =>
      [await work(), await work()].map(({ status }) => status);
    const add = { op: 'Add', path: 'members', value: [{ value: id }] };
    const events = async () =>
      (await eventsOf(scim.server, 'GROUP_UPDATED', 'USER_UPDATED', 'USER_DELETED')).length;
    const before = await events();
    expect(await both(() => scim.patch(`/Groups/${group.body.id}`, add))).toEqual([204, 204]);
    const off = { op: 'Replace', path: 'active', value: 'False' };
    expect(await both(() => scim.patch(path, off))).toEqual([200, 200]);
    expect(await both(() => scim.send('DELETE', path))).toEqual([204, 404]);
    expect((await events()) - before).toBe(3);
  });
});

describe('a suspension of an operator', () => {
  it.each([
    ['after its own was lifted by the operator', [true, false]],
    ['while its own lasts', [false]],
  ])('is not ended by the provider %s', async (_when, decisions) => {
    const { id, path } = await seedProvisioned(scim);
    await scim.patch(path, { op: 'replace', path: 'active', value: false });
    for (const isActive of decisions)
      await mutate(
        `updateUser(input: {user: {databaseId: ${id}}, isActive: ${isActive}}) { __typename }`,
      );
    const { body } = await scim.patch(path, { op: 'replace', path: 'active', value: true });
    expect(body['active']).toBe(false);
  });
});

describe('large requests', () => {
  it('that would make a list of thousands of addresses are refused', async () => {
    const { path } = await seedProvisioned(scim);
    const Operations = Array.from({ length: 150 }, (_, at) => ({
      op: 'add',
      path: 'emails',
      value: Array.from({ length: 100 }, (_one, place) => ({ value: `${at}.${place}` })),
    }));
    const { status, body } = await scim.send('PATCH', path, { Operations });
    expect([status, body.detail]).toEqual([400, 'emails must have at most 100 values']);
  });

  it('with many members in many operations come to the same as one', async () => {
    const ids: string[] = [];
    for (let made = 0; made < 6; made += 1) ids.push((await seedProvisioned(scim)).id);
    const { body: group } = await scim.send('POST', '/Groups', { displayName: 'Many' });
    const unknown = Array.from({ length: 6_000 }, (_, place) => ({
      value: String(10 ** 12 + place),
    }));
    const operations = [
      ...Array.from({ length: 60 }, (_, at) => ({
        op: 'add',
        path: 'members',
        value: unknown.slice(at * 100, at * 100 + 100),
      })),
      { op: 'remove', path: 'members', value: unknown },
      { op: 'add', path: 'members', value: ids.map((value) => ({ value })) },
    ];
    const answer = await scim.patch(`/Groups/${group.id}`, ...operations);
    expect([answer.status, answer.body.detail]).toEqual([204, undefined]);
    const { body } = await scim.get(`/Groups/${group.id}`);
    expect((body['members'] as { value: string }[]).map(({ value }) => value)).toEqual(ids);
  });
});

describe('malformed requests', () => {
  const send = (method: string, path: string, init: RequestInit = {}) =>
    scim.server.fetch(`/scim/v2${path}`, {
      method,
      ...init,
      headers: { authorization: `Bearer ${scim.key}`, ...init.headers },
    });

  it('are answered without a fault', async () => {
    const { path } = await seedProvisioned(scim);
    for (const [place, [expected, method, to, init]] of MALFORMED.entries()) {
      const { status } = await send(method, to.replace('USER', path), init);
      expect([place, status]).toEqual([place, expected]);
    }
    const failures = scim.server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
    expect(failures).toEqual([]);
  });

  it('are in the audit log if they are no JSON, and tell nothing to whoever has no key', async () => {
    await scim.server.app.refusals.flush();
    const body = '{"userName":';
    const json = { 'content-type': 'application/scim+json' };
    expect((await send('POST', '/Users', { headers: json, body })).status).toBe(400);
    const nobody = await scim.server.fetch('/scim/v2/Users', {
      method: 'POST',
      headers: json,
      body,
    });
    expect(nobody.status).toBe(401);
    const [first, second] = await eventsOf(scim.server, 'REQUEST_REFUSED');
    expect([first, second]).toContainEqual(
      expect.objectContaining({
        actor: { kind: 'ADMIN_KEY', name: 'Okta' },
        after: expect.objectContaining({ what: 'POST /scim/v2/Users' }),
      }),
    );
  });
});

it('below a path, all addresses of resources have it', async () => {
  const below = await startServer({ env: { BASE_PATH: '/apps/latchkey' } });
  const client = await clientOf(below);
  const { body, headers } = await client.send('POST', '/Users', { userName: 'below@example.com' });
  const location = `/apps/latchkey/scim/v2/Users/${body.id}`;
  expect([headers.get('location'), body['meta']]).toEqual([
    location,
    expect.objectContaining({ location }),
  ]);
  const members = [{ value: body.id }];
  const group = await client.send('POST', '/Groups', { displayName: 'Below', members });
  expect(group.body['members']).toMatchObject([{ $ref: location }]);
  const config = await client.get('/ServiceProviderConfig');
  expect(config.body['meta']).toMatchObject({
    location: '/apps/latchkey/scim/v2/ServiceProviderConfig',
  });
});
