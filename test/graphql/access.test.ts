import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { type AccessRule, enforce } from '../../src/kit/graphql/access.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { ANONYMOUS, hasAccess } from '../../src/security/callers/viewer.ts';
import { follow } from '../support/events.ts';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { CALLERS, type Caller, VIEWERS } from './access-viewers.ts';
import { documentFor, guardedFields } from './guarded.ts';

// The matrix is made from the schema itself: a new field is in it without anybody's doing, and a
// field whose rule is taken away shows as one that answers where this table says it must not.

/** What each field must ask for, written down a second time on purpose: the schema is checked against it. */
const EXPECTED: Readonly<Record<string, string>> = {
  'Query.viewer': 'ANYONE',
  'Query.node': 'ANYONE',
  'Query.nodes': 'ANYONE',
  'Query.user': 'ANALYTICS',
  'Query.users': 'ANALYTICS',
  'Query.apiToken': 'ADMIN',
  'Query.apiTokens': 'ADMIN',
  'Query.meeting': 'USER bot,tx',
  'Query.meetings': 'ANALYTICS',
  'Query.analytics': 'ANALYTICS',
  'Mutation.recordMeeting': 'USER bot',
  'Mutation.updateMeetingStatus': 'USER bot',
  'Mutation.recordSessions': 'USER bot',
  'Mutation.recordSegments': 'USER tx',
  'Subscription.meetingChanged': 'USER bot,tx',
  'Mutation.createUser': 'ADMIN',
  'Mutation.updateUser': 'ADMIN',
  'Mutation.deleteUser': 'ADMIN',
  'Mutation.mintToken': 'ADMIN signed in',
  'Mutation.rotateKey': 'USER',
  'Mutation.revokeToken': 'USER',
  'Mutation.finishRotation': 'USER',
  'Mutation.cancelRotation': 'ADMIN signed in',
  'Mutation.updateToken': 'ADMIN',
  'Mutation.updateAdminKey': 'ADMIN',
  'Query.verifyToken': 'ADMIN',
  'Mutation.explainLogin': 'ADMIN',
  'Mutation.createSignInLink': 'ADMIN',
  'Query.signInSessions': 'ADMIN',
  'Mutation.endSignInSessions': 'ADMIN',
  'User.sessions': 'USER own',
  'Query.adminKeys': 'ADMIN',
  'Query.legalHolds': 'ADMIN',
  'Mutation.placeLegalHold': 'ADMIN',
  'Query.erasure': 'ADMIN',
  'Query.retention': 'ADMIN',
  'Mutation.runRetention': 'ADMIN',
  'Mutation.eraseUser': 'ADMIN',
  'Mutation.releaseLegalHold': 'ADMIN',
  'Query.auditEvents': 'ADMIN',
  'Query.clientWarnings': 'ADMIN',
  'Query.settings': 'ADMIN',
  'Query.imports': 'ADMIN',
  'Mutation.createAdminKey': 'ADMIN',
  'Mutation.rotateAdminKey': 'ADMIN',
  'Mutation.finishAdminKeyRotation': 'ADMIN',
  'Mutation.cancelAdminKeyRotation': 'ADMIN',
  'Mutation.revokeAdminKey': 'ADMIN',
  'Mutation.revokeAdminKeyLineage': 'ADMIN',
  'Mutation.revokeLineage': 'USER',
  'Mutation.revokeAllTokens': 'ADMIN',
  'User.data': 'ADMIN',
  'Mutation.setWebhook': 'USER bot,tx',
  'Mutation.removeWebhook': 'USER bot,tx',
  'User.apiTokens': 'USER own',
  'User.webhook': 'USER own',
  'User.meetings': 'USER bot,tx own',
  'Meeting.segments': 'USER tx own',
  'ApiToken.user': 'USER own',
  'ApiToken.rateLimit': 'USER own',
};

function describeRule({ requires, scopes, owner, signedIn }: AccessRule): string {
  const parts = [requires, scopes?.join(','), owner && 'own', signedIn && 'signed in'];
  return parts.filter(Boolean).join(' ');
}

/** What the written rule demands for this caller: may it, or how is it refused? */
function verdictOf(written: string, caller: Caller): 'answers' | 'UNAUTHENTICATED' | 'FORBIDDEN' {
  const viewer = VIEWERS[caller];
  if (viewer === null) return 'UNAUTHENTICATED';
  const [requires = '', ...limits] = written.split(' ');
  if (requires === 'ANYONE' || caller === 'admin' || caller === 'adminRoleKey') return 'answers';
  if (caller === 'nobody') return 'UNAUTHENTICATED';
  if (!hasAccess(viewer, requires as 'ADMIN' | 'ANALYTICS' | 'USER')) return 'FORBIDDEN';
  const scopes = limits.find((limit) => limit !== 'own')?.split(',');
  if (scopes && !scopes.some((scope) => viewer.holder?.scopes.includes(scope))) return 'FORBIDDEN';
  return limits.includes('own') && caller === 'otherKey' ? 'FORBIDDEN' : 'answers';
}

describe('the access matrix', () => {
  let server: TestServer;
  let own: SeededUser;
  let keys: Partial<Record<Caller, string>>;
  let tokenId: string;
  let meetingId: string;

  beforeAll(async () => {
    server = await startServer({ env: { SUBSCRIPTION_HEARTBEAT_MS: '100' } });
    own = await seedUser(server);
    const other = await seedUser(server);
    const adminUser = await seedUser(server, { role: 'ADMIN' });
    const [expired, revoked] = [
      await seedKey(server, own, { expiresIn: 1 }),
      await seedKey(server, own),
    ];
    await server.db.prisma.apiToken.update({
      where: { id: BigInt(expired.databaseId) },
      data: { expiresAt: new Date(0) },
    });
    await server.db.prisma.apiToken.update({
      where: { id: BigInt(revoked.databaseId) },
      data: { revokedAt: new Date(0) },
    });
    const mint = async (user: SeededUser, scopes: string[]) =>
      (await seedKey(server, user, { scopes })).secret;
    keys = {
      botKey: await mint(own, ['BOT']),
      txKey: await mint(own, ['TX']),
      browserKey: await mint(own, ['BROWSER']),
      otherKey: await mint(other, ['BOT', 'TX']),
      adminRoleKey: await mint(adminUser, ['BROWSER']),
      expiredKey: expired.secret,
      revokedKey: revoked.secret,
    };
    tokenId = (await seedKey(server, own)).id;
    meetingId = encodeId('Meeting', (await seedMeetings(server, own.databaseId, 1))[0] ?? 0n);
  });
  afterAll(() => server.stop());

  it('knows every root field and every guarded field, and the rule of each', () => {
    const found = Object.fromEntries(
      guardedFields().map(({ name, rule }) => [name, describeRule(rule)]),
    );
    expect(found).toEqual(EXPECTED);
  });

  it('finds a rule on every root field', () => {
    const roots = [
      schema.getQueryType(),
      schema.getMutationType(),
      schema.getSubscriptionType(),
    ].flatMap((type) => Object.values(type?.getFields() ?? {}));
    expect(roots.filter((field) => field.extensions['access'] === undefined)).toEqual([]);
  });

  it('holds what belongs to a user against the key of another, even if it got hold of it', () => {
    const owned = guardedFields().filter(({ rule }) => rule.owner !== undefined);
    const viewer = VIEWERS.otherKey ?? ANONYMOUS;
    for (const { rule } of owned)
      expect(() => enforce(viewer, rule, { id: 1n, userId: 1n })).toThrow('another user');
    expect(owned).toHaveLength(7);
  });

  const cases = guardedFields().flatMap((guarded) =>
    CALLERS.map((caller) => ({ caller, ...guarded })),
  );
  it.each(cases)('$name for $caller', async ({ caller, name, typeName, field }) => {
    const { document, isReached } = documentFor({ typeName, field }, caller, {
      userId: own.id,
      tokenId,
      meetingId,
    });
    const errors = await errorsOf(document, caller);
    const refusal = errors.find(({ extensions }) => REFUSALS.includes(extensions.code));
    const code = refusal?.extensions.code ?? 'answers';
    const verdict = verdictOf(EXPECTED[name] ?? 'unknown', caller);
    if (isReached) expect(code).toBe(verdict);
    // Some guarded fields stand below another that the caller cannot pass: then the outer one refuses.
    else expect(code).not.toBe('answers');
  });

  async function errorsOf(document: string, caller: Caller) {
    if (!document.startsWith('subscription'))
      return (await server.graphql(document, headersOf(caller))).errors ?? [];
    const events = await follow(server, document, headersOf(caller));
    // Who may follow hears nothing else here, because nothing happens.
    const first = await events.refusal();
    events.close();
    return first?.errors ?? [];
  }

  function headersOf(caller: Caller): { admin?: string; key?: string } {
    if (caller === 'admin') return { admin: server.adminKey };
    if (caller === 'analytics') return { admin: server.analyticsKey };
    const key = keys[caller];
    return key === undefined ? {} : { key };
  }
});

const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN'];
