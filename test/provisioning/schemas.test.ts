import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Body, type Provisioned, SCHEMA, seedProvisioned, startProvisioned } from './scim.ts';

// What the service says of its resources is what it stores and accepts.

type Attribute = {
  readonly name: string;
  readonly type: 'string' | 'boolean' | 'complex' | 'reference';
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'default' | 'never';
  readonly uniqueness: 'none' | 'server';
  readonly canonicalValues?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
};

/** Every resource has these; RFC 7643 lists them in no schema. */
const COMMON = ['schemas', 'id', 'externalId', 'meta'];
const KINDS = [
  ['User', SCHEMA.user, 'provisioned_users'],
  ['Group', SCHEMA.group, 'provisioned_groups'],
] as const;

let scim: Provisioned;
/** Of the user who is in the group, and of another one. */
let users: readonly [string, string];
beforeAll(async () => {
  scim = await startProvisioned();
  users = [(await seedProvisioned(scim)).id, (await seedProvisioned(scim)).id];
});
afterAll(() => scim.server.stop());

async function attributesOf(urn: string): Promise<readonly Attribute[]> {
  const { status, body } = await scim.get(`/Schemas/${urn}`);
  expect(status).toBe(200);
  return body['attributes'] as readonly Attribute[];
}

/** Of attributes without parts, and of the parts: `name.givenName`. */
function leavesOf(
  attributes: readonly Attribute[],
  before = '',
): readonly (readonly [path: string, attribute: Attribute])[] {
  return attributes.flatMap((one) =>
    one.subAttributes
      ? leavesOf(one.subAttributes, `${before}${one.name}.`)
      : [[before + one.name, one] as const],
  );
}

/** The same of a resource. */
function pathsIn(value: unknown, before = ''): readonly string[] {
  if (Array.isArray(value)) return pathsIn(value[0], before);
  if (typeof value !== 'object' || value === null) return [before];
  return Object.entries(value).flatMap(([name, part]) =>
    pathsIn(part, before === '' ? name : `${before}.${name}`),
  );
}

/** A value of each kind that nobody else has. */
function valueFor(path: string, { type, canonicalValues }: Attribute, turn: number): unknown {
  if (canonicalValues) return canonicalValues[0];
  if (path === 'members.value') return users[turn];
  // Of several addresses, the primary one is stored.
  if (type === 'boolean') return path === 'emails.primary' || turn % 2 === 1;
  return path === 'emails.value' ? `written${turn}@example.com` : `${path}-${turn}@example.com`;
}

/** What a client may send, with a value for each attribute. */
function filled(attributes: readonly Attribute[], turn: number, before = ''): Body {
  const sent = attributes.filter(
    ({ mutability }) => mutability === 'readWrite' || mutability === 'immutable',
  );
  return Object.fromEntries(
    sent.map((one) => {
      const path = before + one.name;
      if (!one.subAttributes) return [one.name, valueFor(path, one, turn)];
      const parts = filled(one.subAttributes, turn, `${path}.`);
      return [one.name, one.multiValued ? [parts] : parts];
    }),
  );
}

describe.each(KINDS)('the schema of a %s', (name, urn, table) => {
  const create = async (turn: number) => {
    const attributes = await attributesOf(urn);
    const sent: Body = { ...filled(attributes, turn), externalId: `external-${turn}` };
    const { body } = await scim.send('POST', `/${name}s`, sent);
    expect(body).toMatchObject(sent);
    const path = `/${name}s/${body.id}`;
    return { attributes, sent, path, id: String(body.id) };
  };

  it('lists what can be written and read back, and what is answered, and nothing else', async () => {
    const { attributes, sent, path, id } = await create(0);
    if (name === 'User')
      await scim.send('POST', '/Groups', { displayName: 'of the user', members: [{ value: id }] });
    const { body } = await scim.get(path);
    expect(body).toMatchObject(sent);
    const answered = pathsIn(
      Object.fromEntries(Object.entries(body).filter(([one]) => !COMMON.includes(one))),
    );
    const listed = leavesOf(attributes).filter(([, { returned }]) => returned === 'default');
    expect(answered.toSorted()).toEqual(listed.map(([one]) => one).toSorted());

    const other = { ...filled(attributes, 1), externalId: 'replaced' };
    await scim.send('PUT', path, other);
    expect((await scim.get(path)).body).toMatchObject(other);
    for (const [one, value] of Object.entries(sent)) {
      const changed = await scim.patch(path, { op: 'replace', path: one, value });
      expect([one, changed.status]).toEqual([one, name === 'User' ? 200 : 204]);
      expect((await scim.get(path)).body).toMatchObject({ [one]: value });
    }
    await scim.send('DELETE', path);
  });

  it('lists as read-only what no request changes', async () => {
    const { attributes, sent, path } = await create(0);
    const before = (await scim.get(path)).body;
    const fixed = leavesOf(attributes).filter(([, { mutability }]) => mutability === 'readOnly');
    expect(fixed.length).toBeGreaterThan(0);
    for (const [one] of fixed) {
      const { status, body } = await scim.patch(path, { op: 'replace', path: one, value: 'other' });
      expect([one, status, body.scimType]).toEqual([one, 400, 'mutability']);
    }
    const [whole = ''] = fixed[0]?.[0].split('.') ?? [];
    const given = Object.fromEntries(fixed.map(([one]) => [one.split('.')[1], 'other']));
    const replaced = { ...sent, [whole]: [{ ...given, ...partsOf(sent[whole]) }] };
    expect((await scim.send('PUT', path, replaced)).status).toBe(200);
    const { meta: _changed, ...after } = (await scim.get(path)).body as Body & { meta?: unknown };
    expect(before).toMatchObject(after);
    await scim.send('DELETE', path);
  });

  it('lists as required what cannot be left out, and as unique what nobody else can have', async () => {
    const { attributes, sent, path } = await create(0);
    for (const [one, { required }] of leavesOf(attributes).filter(([one]) => !one.includes('.'))) {
      const { [one]: _left, ...rest } = filled(attributes, 1);
      const made = await scim.send('POST', `/${name}s`, rest);
      expect([one, made.status]).toEqual([one, required ? 400 : 201]);
      if (made.status === 201) await scim.send('DELETE', `/${name}s/${made.body.id}`);
    }
    const unique = leavesOf(attributes).filter(([, { uniqueness }]) => uniqueness === 'server');
    for (const [one] of unique) {
      const [whole = ''] = one.split('.');
      const taken = { ...filled(attributes, 1), [whole]: sent[whole] };
      const { status, body } = await scim.send('POST', `/${name}s`, taken);
      expect([one, status, body.scimType]).toEqual([one, 409, 'uniqueness']);
    }
    await scim.send('DELETE', path);
  });

  it('lists everything that is stored', async () => {
    const { path, id } = await create(0);
    const [row] = await scim.server.db.rows<{ stored: Record<string, unknown> }>(
      table === 'provisioned_users'
        ? sql`select to_jsonb(p) as stored from provisioned_users p where user_id = ${BigInt(id)}`
        : sql`select to_jsonb(g) as stored from provisioned_groups g where id = ${BigInt(id)}`,
    );
    const answered = JSON.stringify((await scim.get(path)).body).toLowerCase();
    const texts = Object.entries(row?.stored ?? {}).filter(
      ([column, value]) => typeof value === 'string' && !column.endsWith('_at'),
    );
    expect(texts.length).toBeGreaterThan(1);
    for (const [column, text] of texts)
      expect([column, answered]).toEqual([
        column,
        expect.stringContaining(String(text).toLowerCase()),
      ]);
    await scim.send('DELETE', path);
  });

  it('is that of its resource type, and of each resource', async () => {
    const { body } = await scim.get(`/ResourceTypes/${name}`);
    expect(body).toMatchObject({ id: name, name, schema: urn, endpoint: `/${name}s` });
    const { body: list } = await scim.get(`${body['endpoint']}?count=1`);
    const { status, body: made } = await scim.send('POST', String(body['endpoint']), {
      ...filled(await attributesOf(urn), 1),
    });
    expect([status, made['schemas'], made['meta'], list['startIndex']]).toEqual([
      201,
      [urn],
      expect.objectContaining({ resourceType: name }),
      1,
    ]);
    await scim.send('DELETE', `${body['endpoint']}/${made.id}`);
  });
});

function partsOf(value: unknown): object {
  return Array.isArray(value) ? (value[0] as object) : {};
}

it('the list of schemas and of resource types has each of them', async () => {
  const idsIn = async (path: string) =>
    (await scim.get(path)).body.Resources?.map(({ id }) => String(id));
  expect(await idsIn('/Schemas')).toEqual(KINDS.map(([, urn]) => urn));
  expect(await idsIn('/ResourceTypes')).toEqual(KINDS.map(([name]) => name));
});

it.each([
  '/Schemas',
  `/Schemas/${SCHEMA.user}`,
  '/ResourceTypes',
  '/ResourceTypes/User',
  '/ServiceProviderConfig',
])('a filter is refused where it would not be applied: %s', async (path) => {
  for (const query of ['?filter=id%20eq%20%22canary%22', '?filter=', '?count=1&filter=canary']) {
    const { status, body } = await scim.get(path + query);
    expect([status, body['schemas'], body['status']]).toEqual([403, [SCHEMA.error], '403']);
    expect(body.detail).toContain('filter');
    expect(body.detail).not.toContain('canary');
  }
  expect((await scim.get(`${path}?count=1&startIndex=2&sortBy=id`)).body).toEqual(
    (await scim.get(path)).body,
  );
});

it('a formatted name is accepted and not answered: it is the displayName of a user without one', async () => {
  const attributes = leavesOf(await attributesOf(SCHEMA.user));
  const [, formatted] = attributes.find(([path]) => path === 'name.formatted') ?? [];
  expect(formatted).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
  const sent = { name: { formatted: 'Lin Chen' } };
  const { path } = await seedProvisioned(scim, sent);
  const { body } = await scim.get(path);
  expect(body).toMatchObject({ displayName: 'Lin Chen' });
  expect(body).not.toHaveProperty('name');
});
