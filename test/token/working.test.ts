import sql, { type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAdminKeyLive } from '../../src/domain/admin-keys/service.ts';
import { isKeyLive } from '../../src/domain/api-keys/service.ts';
import {
  inOverlapSql,
  keyStatus,
  keyStatusSql,
  unreplacedSql,
  workingSql,
} from '../../src/security/keys/working.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { verify } from './verdicts.ts';

// A key in each state that its dates can give it: every place that asks whether it works says the same.

const NOW = new Date('2026-06-01T12:00:00.000Z');
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const DATES = { never: null, past: at(-1), now: NOW, future: at(1) } as const;
type When = keyof typeof DATES;
const WHENS = Object.keys(DATES) as When[];

type State = {
  readonly revoked: boolean;
  readonly expires: When;
  readonly retires: When;
  readonly status: 'ACTIVE' | 'RETIRING' | 'EXPIRED' | 'REVOKED';
};

/** Whether a date that is set so has ended a key by now. */
const isOver = (when: When) => when === 'past' || when === 'now';

function statusOf({ revoked, expires, retires }: Omit<State, 'status'>): State['status'] {
  if (revoked) return 'REVOKED';
  if (isOver(expires) || isOver(retires)) return 'EXPIRED';
  return retires === 'future' ? 'RETIRING' : 'ACTIVE';
}

const STATES: readonly State[] = [true, false].flatMap((revoked) =>
  WHENS.flatMap((expires) =>
    WHENS.map((retires) => ({
      ...{ revoked, expires, retires },
      status: statusOf({ revoked, expires, retires }),
    })),
  ),
);

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ clock: () => NOW, env: { TOKEN_MAX_PER_USER: '1' } });
});
afterAll(() => server.stop());

function datesOf({ revoked, expires, retires }: State) {
  return {
    revokedAt: revoked ? at(-1) : null,
    expiresAt: DATES[expires],
    retiresAt: DATES[retires],
  };
}

async function keyIn(state: State) {
  const user = await seedUser(server);
  const key = await seedKey(server, user);
  const data = datesOf(state);
  const id = BigInt(key.databaseId);
  await server.db.prisma.apiToken.update({ where: { id }, data });
  return { user, key, id };
}

async function adminKeyIn(state: State) {
  const { data } = await server.graphql<{ made: { secret: string; adminKey: { id: string } } }>(
    `mutation { made: createAdminKey(input: {name: "one"}) {
      ... on CreateAdminKeySuccess { secret adminKey { id } } } }`,
    { admin: server.adminKey },
  );
  const made = await server.db.prisma.adminKey.findFirstOrThrow({ orderBy: { id: 'desc' } });
  await server.db.prisma.adminKey.update({ where: { id: made.id }, data: datesOf(state) });
  return { secret: data.made.secret, node: data.made.adminKey.id, id: made.id };
}

/** The type of the answer, so that it shows whether a change was made. */
async function change(field: string, input: string): Promise<string> {
  const { data, errors } = await server.graphql<{ done: { __typename: string } }>(
    `mutation { done: ${field}(input: {${input}}) { __typename } }`,
    { admin: server.adminKey },
  );
  expect(errors).toBeUndefined();
  return data.done.__typename;
}

async function isLetIn(header: string, secret: string, path: string): Promise<boolean> {
  const { status } = await server.fetch(path, { headers: { [header]: secret } });
  expect([200, 401, 403]).toContain(status);
  return status === 200;
}

describe.each(STATES)('revoked: $revoked, expires: $expires, retires: $retires', (state) => {
  const works = state.status === 'ACTIVE' || state.status === 'RETIRING';

  it('the SQL and the TypeScript agree', async () => {
    const { id } = await keyIn(state);
    const [key, now] = [sql`t`, sql`${NOW}::timestamptz`];
    const ask = async (columns: Sql) =>
      (await server.db.rows(sql`select ${columns} from api_tokens t where t.id = ${id}`))[0];
    expect(keyStatus({ ...datesOf(state), readAt: at(-9) }, () => NOW)).toBe(state.status);
    expect(keyStatus({ ...datesOf(state), readAt: NOW }, () => null)).toBe(state.status);
    const columns = sql`${keyStatusSql(key, now)} as status, ${workingSql(key, now)} as works,
      ${unreplacedSql(key, now)} as unreplaced`;
    const unreplaced = state.status === 'ACTIVE';
    expect(await ask(columns)).toEqual({ status: state.status, works, unreplaced });
    const overlap = !state.revoked && state.retires === 'future';
    const more = sql`(${inOverlapSql(key, now)}) is true as overlap`;
    expect(await ask(more)).toEqual({ overlap });
  });

  it('it is let in or refused, as the operator is told', async () => {
    const { user, key, id } = await keyIn(state);
    expect(await isLetIn('x-api-key', key.secret, '/auth/me')).toBe(works);
    const holder = { tokenId: id, scopes: [], isAdmin: false };
    expect(await isKeyLive(server.app, holder)).toBe(works);
    const { data } = await verify(server, key.secret);
    expect([data.verifyToken.valid, data.verifyToken.token?.status]).toEqual([works, state.status]);
    const listed = await server.graphql<{ apiTokens: { totalCount: number } }>(
      'query ($filter: ApiTokenFilter) { apiTokens(filter: $filter) { totalCount } }',
      {
        admin: server.adminKey,
        variables: { filter: { userId: { eq: user.id }, status: { eq: state.status } } },
      },
    );
    expect(listed.data.apiTokens.totalCount).toBe(1);
  });

  it('it counts towards the limit of its user, or not', async () => {
    const { user } = await keyIn(state);
    const another = await change('mintToken', `userId: "${user.id}"`);
    expect(another).toBe(works ? 'LimitReachedError' : 'MintTokenSuccess');
  });

  it('it can be rotated only while it works and nothing replaces it', async () => {
    const { key } = await keyIn(state);
    const rotated = await change('rotateKey', `id: "${key.id}"`);
    expect(rotated).toBe(state.status === 'ACTIVE' ? 'RotateKeySuccess' : 'ConflictError');
  });

  it('an admin key with these dates is let in or refused', async () => {
    const { secret, node, id } = await adminKeyIn(state);
    expect(await isLetIn('x-admin-api-key', secret, '/admin/users')).toBe(works);
    expect(await isAdminKeyLive(server.app, id)).toBe(works);
    const { data } = await server.graphql<{ node: { status: string } }>(
      `{ node(id: "${node}") { ... on AdminKey { status } } }`,
      { admin: server.adminKey },
    );
    expect(data.node.status).toBe(state.status);
  });
});

it.each(['suspended', 'deleted'])('no key of a %s user works', async (how) => {
  const { user, key, id } = await keyIn({
    ...{ revoked: false, expires: 'never', retires: 'never', status: 'ACTIVE' },
  });
  const data = how === 'deleted' ? { deletedAt: NOW } : { isActive: false };
  await server.db.prisma.user.update({ where: { id: BigInt(user.databaseId) }, data });
  expect(await isLetIn('x-api-key', key.secret, '/auth/me')).toBe(false);
  expect(await isKeyLive(server.app, { tokenId: id, scopes: [], isAdmin: false })).toBe(false);
  expect((await verify(server, key.secret)).data.verifyToken.valid).toBe(false);
});
