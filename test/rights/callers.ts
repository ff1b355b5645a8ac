import { sampleSecret } from '../../src/security/keys/secret.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const INTERNAL_SECRET = 'an-internal-secret-of-30-chars';

export const CALLERS = [
  'nobody',
  'wrongKey',
  'botKey',
  'txKey',
  'browserKey',
  'otherKey',
  'adminRoleKey',
  'expiredKey',
  'revokedKey',
  'suspendedKey',
  'analytics',
  'namedAnalytics',
  'provisioning',
  'admin',
  'namedAdmin',
  'revokedAdmin',
  'userKeyAsAdmin',
  'analyticsAndBrowser',
  'service',
] as const;
export type Caller = (typeof CALLERS)[number];

/** Whom the audit log has to name. */
export type ExpectedActor = {
  readonly kind: 'NOBODY' | 'USER_KEY' | 'ADMIN_KEY' | 'INTERNAL_SECRET';
  readonly id: string | null;
  readonly name: string | null;
};

export type Cast = {
  readonly server: TestServer;
  readonly own: SeededUser;
  readonly other: SeededUser;
  readonly headers: Readonly<Record<Caller, Record<string, string>>>;
  readonly actors: Readonly<Record<Caller, ExpectedActor>>;
};

type Member = { readonly header: Record<string, string>; readonly actor: ExpectedActor };

const NOBODY: ExpectedActor = { kind: 'NOBODY', id: null, name: null };

/** A server with every kind of caller, each key with a name of its own. */
export async function startCast(env: Readonly<Record<string, string>> = {}): Promise<Cast> {
  const server = await startServer({
    env: { INTERNAL_API_SECRET: INTERNAL_SECRET, SUBSCRIPTION_HEARTBEAT_MS: '100', ...env },
  });
  const own = await seedUser(server);
  const other = await seedUser(server);
  const browser = await userKey(server, own, 'browserKey', ['BROWSER']);
  const members: Readonly<Record<Caller, Member>> = {
    nobody: { header: {}, actor: NOBODY },
    wrongKey: { header: { 'x-api-key': sampleSecret('vxa', 'bot') }, actor: NOBODY },
    botKey: await userKey(server, own, 'botKey', ['BOT']),
    txKey: await userKey(server, own, 'txKey', ['TX']),
    browserKey: browser,
    otherKey: await userKey(server, other, 'otherKey', ['BOT', 'TX']),
    adminRoleKey: await userKey(server, await seedUser(server, { role: 'ADMIN' }), 'adminRoleKey', [
      'BROWSER',
    ]),
    ...(await endedKeys(server, own)),
    analytics: environment('ANALYTICS_API_TOKEN', server.analyticsKey),
    namedAnalytics: await adminKey(server, 'reader', 'READ_ONLY'),
    provisioning: await adminKey(server, 'provider', 'PROVISIONING'),
    admin: environment('ADMIN_API_TOKEN', server.adminKey),
    namedAdmin: await adminKey(server, 'operator', 'FULL'),
    revokedAdmin: await revokedAdmin(server),
    userKeyAsAdmin: {
      header: { 'x-admin-api-key': browser.header['x-api-key'] ?? '' },
      actor: browser.actor,
    },
    analyticsAndBrowser: {
      header: { ...browser.header, 'x-admin-api-key': server.analyticsKey },
      actor: browser.actor,
    },
    service: {
      header: { 'x-internal-secret': INTERNAL_SECRET },
      actor: { kind: 'INTERNAL_SECRET', id: null, name: 'INTERNAL_API_SECRET' },
    },
  };
  const each = <Value>(pick: (member: Member) => Value) =>
    Object.fromEntries(CALLERS.map((caller) => [caller, pick(members[caller])])) as Record<
      Caller,
      Value
    >;
  return {
    server,
    own,
    other,
    headers: each(({ header }) => header),
    actors: each(({ actor }) => actor),
  };
}

function environment(name: string, key: string): Member {
  return { header: { 'x-admin-api-key': key }, actor: { kind: 'ADMIN_KEY', id: null, name } };
}

async function userKey(
  server: TestServer,
  user: SeededUser,
  name: string,
  scopes: readonly string[],
): Promise<Member & { readonly databaseId: number }> {
  const { secret, databaseId } = await seedKey(server, user, { name, scopes });
  const actor = { kind: 'USER_KEY', id: String(databaseId), name } as const;
  return { header: { 'x-api-key': secret }, actor, databaseId };
}

async function endedKeys(server: TestServer, own: SeededUser) {
  const expiredKey = await userKey(server, own, 'expiredKey', ['BOT', 'TX']);
  const revokedKey = await userKey(server, own, 'revokedKey', ['BOT', 'TX']);
  const suspended = await seedUser(server);
  const suspendedKey = await userKey(server, suspended, 'suspendedKey', ['BOT', 'TX']);
  const { apiToken, user } = server.db.prisma;
  await apiToken.update({
    where: { id: BigInt(expiredKey.databaseId) },
    data: { expiresAt: new Date(0) },
  });
  await apiToken.update({
    where: { id: BigInt(revokedKey.databaseId) },
    data: { revokedAt: new Date(0) },
  });
  await user.update({ where: { id: BigInt(suspended.databaseId) }, data: { isActive: false } });
  return { expiredKey, revokedKey, suspendedKey };
}

async function adminKey(server: TestServer, name: string, access: string): Promise<Member> {
  const { data } = await server.graphql<{
    createAdminKey: { secret: string; adminKey: { databaseId: number } };
  }>(
    `mutation { createAdminKey(input: {name: "${name}", access: ${access}, expiresIn: 6000}) {
      ... on CreateAdminKeySuccess { secret adminKey { databaseId } } } }`,
    { admin: server.adminKey },
  );
  const { secret, adminKey: made } = data.createAdminKey;
  return {
    header: { 'x-admin-api-key': secret },
    actor: { kind: 'ADMIN_KEY', id: String(made.databaseId), name },
  };
}

async function revokedAdmin(server: TestServer): Promise<Member> {
  const member = await adminKey(server, 'former operator', 'FULL');
  await server.db.prisma.adminKey.update({
    where: { id: BigInt(member.actor.id ?? 0) },
    data: { revokedAt: new Date(0) },
  });
  return member;
}
