import { expect } from 'vitest';
import { newSecret } from '../../src/security/keys/secret.ts';
import type { ModelKey, ModelUser } from './model.ts';
import { ADMIN_KEY, type Process } from './processes.ts';
import { type Sent, send } from './send.ts';
import type { Step } from './steps.ts';
import { useOf } from './use.ts';
import type { World } from './world.ts';
import { keyFor } from './writes.ts';

/** What somebody sends who means harm or knows no better. */
type Harm = (key: ModelKey | undefined, other: ModelUser | undefined) => Sent;

const AS_ADMIN = { 'x-admin-api-key': ADMIN_KEY };
const JSON_TYPE = { 'content-type': 'application/json' };
const CREATE = 'mutation { createUser(input: {email: "harm@example.com"}) { __typename } }';

const asAdmin = (query: string, variables: object = {}): Sent => ({
  path: '/graphql',
  headers: AS_ADMIN,
  body: { query, variables },
});
/** A user with a name that none may have. */
const named = (name: string) =>
  asAdmin(
    'mutation ($name: String!) { result: createUser(input: {email: "harm@example.com", name: $name}) { ... on Error { code } } }',
    { name },
  );
const asUser = (key: ModelKey | undefined, query: string): Sent => ({
  path: '/graphql',
  headers: { 'x-api-key': key?.secret ?? 'none' },
  body: { query },
});
const raw = (path: string, init: RequestInit): Sent => ({ path, init });
const posted = (type: string, body: BodyInit): Sent =>
  raw('/graphql', { method: 'POST', headers: { ...AS_ADMIN, 'content-type': type }, body });
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const HARMS: Readonly<Record<string, Harm>> = {
  'a key that never was': () => useOf('use', { secret: newSecret('vxa', 'bot') }),
  'a key with a letter more': (key) => useOf('use', { secret: `${key?.secret}x` }),
  "a user's key as an admin key": (key) => ({
    path: '/admin/users',
    headers: { 'x-admin-api-key': key?.secret ?? 'none' },
  }),
  'another user by its id': (key, other) =>
    asUser(key, `{ nodes(ids: ["${other?.id}"]) { ... on User { email } } }`),
  'another user by its address': (key, other) =>
    asUser(key, `{ user(by: {email: "${other?.email}"}) { id } }`),
  'all users, by a user': (key) => asUser(key, '{ users(first: 5) { nodes { email } } }'),
  'a new user, by a user': (key) => asUser(key, CREATE),
  'a form of another site': () =>
    posted('application/x-www-form-urlencoded', new URLSearchParams({ query: CREATE }).toString()),
  'a text of another site': () => posted('text/plain', JSON.stringify({ query: CREATE })),
  'a mutation by GET': () =>
    raw(`/graphql?query=${encodeURIComponent(CREATE)}`, { headers: AS_ADMIN }),
  'bytes that are no UTF-8': () => posted('application/json', new Uint8Array([0x7b, 0xff, 0x7d])),
  'a document of 10,000 levels': () => asAdmin('{a'.repeat(10_000)),
  '1,000 aliases': () =>
    asAdmin(`{ ${Array.from({ length: 1_000 }, (_, at) => `a${at}: __typename`).join(' ')} }`),
  'fragments in a circle': () =>
    asAdmin('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }'),
  'JSON of 10,000 levels': () =>
    posted('application/json', `{"query":"{ __typename }","variables":${nested(10_000)}}`),
  'a name with a NUL': () => named('a\u0000b'),
  'half a letter': () => named('\ud800'),
  'a name of 900 kB': () => named('x'.repeat(900_000)),
  'SQL as an address': () => asAdmin('{ user(by: {email: "\'; drop table users; --"}) { id } }'),
  'an id beyond all numbers': () => raw('/admin/users/9223372036854775808', { headers: AS_ADMIN }),
  'an id that is none': () => raw('/admin/users/NaN', { headers: AS_ADMIN }),
  'a webhook within the network': (key) => ({
    path: '/user/webhook',
    headers: { 'x-api-key': key?.secret ?? 'none' },
    init: {
      method: 'PUT',
      headers: { 'x-api-key': key?.secret ?? 'none', ...JSON_TYPE },
      body: JSON.stringify({ webhook_url: 'http://[::ffff:10.0.0.1]/' }),
    },
  }),
};

const INSIDE = /node_modules|\.ts:\d|\.js:\d|Prisma|P20\d\d|select .* from|insert into|SQLSTATE/;

/** It is refused in a way that says nothing of the inside or of others; nothing may have changed after it. */
export async function isRefused(
  world: World,
  process: Process,
  { which, subject }: Step & { readonly kind: 'refused' },
): Promise<void> {
  const { model } = world;
  const names = Object.keys(HARMS);
  const name = names[which % names.length] ?? '';
  const key = keyFor(model, subject);
  const other = model.users.find((user) => user !== key?.user);
  const sent = HARMS[name]?.(key, other) ?? useOf('use', { secret: '' });
  const reply = await send(world, process, sent);
  // Some are answered, and so counted, with what was wrong.
  if (key !== undefined) key.unknown += 1;
  // It was away just now: then nothing was looked at.
  if (reply === null) return;
  const text = JSON.stringify(reply.body);
  expect({ name, isRefused: isNo(reply.status, reply.body), text }).toEqual({
    name,
    isRefused: true,
    text,
  });
  expect(INSIDE.exec(text)?.[0], name).toBeUndefined();
  if (name.startsWith('another user')) expect(text).not.toContain(other?.email ?? 'nobody');
  if (reply.status === 401 && sent.path === '/auth/me') expect(reply.body).toEqual(NO_SUCH_KEY);
}

function isNo(status: number, body: unknown): boolean {
  const { errors, data } = body as {
    errors?: readonly unknown[];
    data?: { result?: { code?: string } | null; user?: null; nodes?: readonly unknown[] };
  };
  const isNothing =
    data?.user === null ||
    data?.nodes?.every((node) => node === null) === true ||
    data?.result?.code !== undefined;
  return status >= 400 || (errors?.length ?? 0) > 0 || isNothing;
}

/** The same for every key that is not accepted, whatever the reason. */
const NO_SUCH_KEY = { detail: 'Invalid API key' };
