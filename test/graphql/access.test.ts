import { type GraphQLField, getNamedType, isNonNullType, isObjectType, isUnionType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANONYMOUS, hasAccess, type Viewer } from '../../src/auth/viewer.ts';
import { type AccessRule, enforce } from '../../src/graphql/access.ts';
import { encodeId } from '../../src/graphql/ids.ts';
import { schema } from '../../src/graphql/schema.ts';
import { follow } from '../support/events.ts';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// The matrix is made from the schema itself: a new field is in it without anybody's doing, and a
// field whose rule is taken away shows as one that answers where this table says it must not.

const CALLERS = [
  'nobody',
  'admin',
  'analytics',
  'botKey',
  'txKey',
  'browserKey',
  'otherKey',
  'adminRoleKey',
  'expiredKey',
  'revokedKey',
] as const;
type Caller = (typeof CALLERS)[number];

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
  'Mutation.mintToken': 'ADMIN',
  'Mutation.rotateKey': 'USER',
  'Mutation.revokeToken': 'USER',
  'Mutation.finishRotation': 'USER',
  'Mutation.cancelRotation': 'ADMIN',
  'Mutation.updateToken': 'ADMIN',
  'Query.verifyToken': 'ADMIN',
  'Query.adminKeys': 'ADMIN',
  'Query.auditEvents': 'ADMIN',
  'Mutation.createAdminKey': 'ADMIN',
  'Mutation.rotateAdminKey': 'ADMIN',
  'Mutation.finishAdminKeyRotation': 'ADMIN',
  'Mutation.cancelAdminKeyRotation': 'ADMIN',
  'Mutation.revokeAdminKey': 'ADMIN',
  'Mutation.revokeAdminKeyLineage': 'ADMIN',
  'Mutation.revokeLineage': 'USER',
  'Mutation.revokeAllTokens': 'ADMIN',
  'User.data': 'ADMIN',
  'Mutation.setWebhook': 'USER bot',
  'Mutation.removeWebhook': 'USER bot',
  'User.apiTokens': 'USER own',
  'User.webhook': 'USER own',
  'User.meetings': 'USER bot,tx own',
  'ApiToken.user': 'USER own',
};

type Guarded = {
  readonly name: string;
  readonly typeName: string;
  readonly field: GraphQLField<unknown, unknown>;
  readonly rule: AccessRule;
};

function guardedFields(): Guarded[] {
  return Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const rule = field.extensions['access'] as AccessRule | undefined;
        return rule
          ? [{ name: `${type.name}.${field.name}`, typeName: type.name, field, rule }]
          : [];
      }),
    );
}

function describeRule({ requires, scopes, owner }: AccessRule): string {
  return [requires, scopes?.join(','), owner && 'own'].filter(Boolean).join(' ');
}

const HOLDER = {
  userId: 1n,
  tokenId: 1n,
  rootId: 1n,
  keyName: null,
  scopes: [],
  isAdmin: false,
  verifiedAt: new Date(0),
  user: {
    id: 1n,
    email: 'holder@example.com',
    name: null,
    imageUrl: null,
    role: 'user',
    isActive: true,
    maxConcurrentBots: null,
    createdAt: new Date(0),
    updatedAt: new Date(0),
    deletedAt: null,
  },
};

const VIEWERS: Readonly<Record<Caller, Viewer | null>> = {
  nobody: { operator: null, holder: null },
  admin: { operator: operator('admin'), holder: null },
  analytics: { operator: operator('analytics'), holder: null },
  botKey: holder(['bot'], 'own'),
  txKey: holder(['tx'], 'own'),
  browserKey: holder(['browser'], 'own'),
  otherKey: holder(['bot', 'tx'], 'other'),
  adminRoleKey: {
    operator: null,
    holder: { ...HOLDER, userId: 3n, scopes: ['browser'], isAdmin: true },
  },
  expiredKey: null,
  revokedKey: null,
};

function operator(access: 'admin' | 'analytics'): Viewer['operator'] {
  return { access, keyName: '', keyId: null, rootId: null, dependsOn: [] };
}

function holder(scopes: readonly string[], whose: 'own' | 'other'): Viewer {
  return {
    operator: null,
    holder: { ...HOLDER, userId: whose === 'own' ? 1n : 2n, scopes },
  };
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
    server = await startServer();
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
    expect(owned).toHaveLength(4);
  });

  const cases = guardedFields().flatMap((guarded) =>
    CALLERS.map((caller) => ({ caller, ...guarded })),
  );
  it.each(cases)('$name for $caller', async ({ caller, name, typeName, field }) => {
    const { document, isReached } = documentFor(typeName, field, caller);
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
    // Who may follow hears nothing here, because nothing happens.
    const first = await events.next(300);
    events.close();
    return first?.errors ?? [];
  }

  function headersOf(caller: Caller): { admin?: string; key?: string } {
    if (caller === 'admin') return { admin: server.adminKey };
    if (caller === 'analytics') return { admin: server.analyticsKey };
    const key = keys[caller];
    return key === undefined ? {} : { key };
  }

  /** A request that reaches the field by a way that is open to the caller. */
  function documentFor(typeName: string, field: GraphQLField<unknown, unknown>, caller: Caller) {
    const selection = `${field.name}${argumentsOf(field)}${selectionOf(field)}`;
    if (typeName === 'Query') return { document: `{ ${selection} }`, isReached: true };
    if (typeName === 'Subscription')
      return { document: `subscription { ${selection} }`, isReached: true };
    if (typeName === 'Mutation') return { document: `mutation { ${selection} }`, isReached: true };
    return nested(typeName, selection, caller);
  }

  /** The holder of a key finds its own user in `viewer`; whoever else wants it has to look it up. */
  function nested(typeName: string, selection: string, caller: Caller) {
    const isOperator = !['botKey', 'txKey', 'browserKey'].includes(caller);
    if (typeName === 'User') {
      const document = isOperator
        ? `{ user(by: {id: "${own.id}"}) { ${selection} } }`
        : `{ viewer { user { ${selection} } } }`;
      return { document, isReached: caller !== 'otherKey' && caller !== 'nobody' };
    }
    const document = isOperator
      ? `{ apiToken(by: {id: "${tokenId}"}) { ${selection} } }`
      : `{ viewer { token { ${selection} } } }`;
    return {
      document,
      isReached: caller !== 'otherKey' && caller !== 'nobody' && caller !== 'analytics',
    };
  }

  function argumentsOf({ name, args }: GraphQLField<unknown, unknown>): string {
    const required = args.filter(({ type }) => isNonNullType(type));
    const given = required.map((arg) => `${arg.name}: ${literalOf(name, arg.type.toString())}`);
    return given.length === 0 ? '' : `(${given.join(', ')})`;
  }

  /** Valid values whose effect is harmless: ids of nothing, where something would change. */
  function literalOf(fieldName: string, type: string): string {
    const literals: Readonly<Record<string, string>> = {
      'ID!': `"${own.id}"`,
      '[ID!]!': `["${own.id}"]`,
      'UserBy!': `{id: "${own.id}"}`,
      'ApiTokenBy!': `{id: "${tokenId}"}`,
      'DateRange!': '{start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z"}',
      'RecordMeetingInput!': '{meetings: []}',
      'UpdateMeetingStatusInput!': '{changes: []}',
      'RecordSessionsInput!': '{meeting: {databaseId: 999999}, sessions: []}',
      'RecordSegmentsInput!': '{meeting: {databaseId: 999999}, segments: []}',
      'MeetingBy!': `{id: "${meetingId}"}`,
      'CreateUserInput!': '{email: "matrix@example.com"}',
      'UpdateUserInput!': `{id: "${NO_USER}"}`,
      'DeleteUserInput!': `{id: "${NO_USER}"}`,
      'MintTokenInput!': `{userId: "${NO_USER}"}`,
      'RotateKeyInput!': `{id: "${NO_KEY}"}`,
      'RevokeTokenInput!': `{id: "${NO_KEY}"}`,
      'RevokeLineageInput!': `{id: "${NO_KEY}"}`,
      'RevokeAllTokensInput!': `{userId: "${NO_USER}"}`,
      'FinishRotationInput!': `{id: "${NO_KEY}"}`,
      'CancelRotationInput!': `{id: "${NO_KEY}"}`,
      'UpdateTokenInput!': `{id: "${NO_KEY}"}`,
      'SetWebhookInput!': '{url: "https://hooks.example.org/matrix"}',
      'RemoveWebhookInput!': '{}',
      'CreateAdminKeyInput!': '{name: "matrix", expiresIn: 60}',
      'RotateAdminKeyInput!': `{id: "${NO_ADMIN_KEY}"}`,
      'AdminKeyInput!': `{id: "${NO_ADMIN_KEY}"}`,
      'String!': '"no key at all"',
    };
    const literal = literals[type];
    if (literal === undefined)
      throw new Error(`${fieldName} takes a ${type}: say here what to send`);
    return literal;
  }
});

const REFUSALS = ['UNAUTHENTICATED', 'FORBIDDEN'];
const NO_USER = encodeId('User', 999_999n);
const NO_ADMIN_KEY = encodeId('AdminKey', 999_999n);
const NO_KEY = encodeId('ApiToken', 999_999n);

function selectionOf({ type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type);
  return isObjectType(named) || isUnionType(named) || named.name === 'Node'
    ? ' { __typename }'
    : '';
}
