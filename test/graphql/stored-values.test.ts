import {
  type GraphQLEnumType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';

// What a newer version has stored, this one shows as something that it does not know; and what must not
// be there is a fault of ours, not of the caller.

/** Enumerations of the answers whose values stand in the database, and which value says "newer". */
const STORED: Readonly<Record<string, string>> = {
  AuditAction: 'OTHER',
  ActorKind: 'OTHER',
  AdminAccess: 'OTHER',
  MeetingPlatform: 'OTHER',
  MeetingStatus: 'UNKNOWN',
  TokenScope: 'OTHER',
  UserRole: 'OTHER',
};

/** Those that are decided anew at each reading, by code of this version. */
const DECIDED = [
  ...['Access', 'CheckVerdict', 'ErrorCode', 'Fault', 'MissingReason', 'ReceiptState'],
  'RetentionKind',
  ...['ClientWarningKind', 'LoginRuleVerdict', 'TokenCheck', 'TokenRefusal', 'TokenStatus'],
];

function answeredEnums(): GraphQLEnumType[] {
  const answers = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'))
    .flatMap((type) => Object.values(type.getFields()).map(({ type: answer }) => answer));
  return [...new Set(answers.map((type) => getNamedType(type)).filter(isEnumType))];
}

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  const user = await seedUser(server);
  await seedKey(server, user);
  await seedMeetings(server, user.databaseId, 1);
  await server.graphql('mutation { createAdminKey(input: {name: "x"}) { __typename } }', {
    admin: server.adminKey,
  });
  const { db } = server;
  await db.rows(sql`alter table users drop constraint users_role_check`);
  await db.rows(sql`alter table admin_keys drop constraint admin_keys_access_check`);
  await db.rows(sql`update users set role = 'auditor'`);
  await db.rows(sql`update admin_keys set access = 'billing'`);
  await db.rows(sql`update api_tokens set scopes = array['bot', 'newer']`);
  await db.rows(sql`update meetings set platform = 'holodeck', status = 'dreaming'`);
  // What is altered before it is sealed is set aside.
  await untilSealed(server);
  await db.rows(sql`alter table audit_events disable trigger all`);
  await db.rows(sql`update audit_events set action = 'MOON_LANDED', actor_kind = 'ROBOT'`);
});
afterAll(() => server.stop());

const READ = `{
  users { edges { node { role } } }
  adminKeys { edges { node { access } } }
  apiTokens { edges { node { scopes status } } }
  meetings { edges { node { platform platformName status statusName } } }
  auditEvents { edges { node { action actionName actor { kind } } } }
}`;

describe('a stored value that this version does not know', () => {
  it('has a value of its own in every enumeration that is stored', () => {
    const open = answeredEnums().filter(({ name }) => !DECIDED.includes(name));
    expect(
      Object.fromEntries(open.map(({ name, extensions }) => [name, extensions['rest']])),
    ).toEqual(STORED);
    for (const type of open) expect(type.serialize('a newer word')).toBe(STORED[type.name]);
  });

  it('is shown, and fails no list', async () => {
    for (let time = 1; time <= 3; time += 1) {
      const { data, errors } = await server.graphql<
        Record<string, { edges: { node: object }[] } | null>
      >(READ, { admin: server.adminKey });
      expect(errors).toBeUndefined();
      const oldest = Object.values(data).map((list) => list?.edges.at(-1)?.node);
      expect(oldest).toMatchObject([
        { role: 'OTHER' },
        { access: 'OTHER' },
        { scopes: ['BOT', 'OTHER'] },
        {
          platform: 'OTHER',
          platformName: 'holodeck',
          status: 'UNKNOWN',
          statusName: 'dreaming',
        },
        { action: 'OTHER', actionName: 'MOON_LANDED', actor: { kind: 'OTHER' } },
      ]);
    }
  });
});

/** The filters by such an enumeration, and whose. */
const FILTERS: Readonly<Record<string, string>> = {
  AuditActionFilter: 'auditEvents(filter: {action: $)',
  MeetingPlatformFilter: 'meetings(filter: {platform: $)',
  MeetingStatusFilter: 'meetings(filter: {status: $)',
  UserRoleFilter: 'users(filter: {role: $)',
};

describe('the value that stands for those of newer versions', () => {
  it('finds them in every filter', async () => {
    const filters = Object.values(schema.getTypeMap())
      .filter(isInputObjectType)
      .flatMap((type) => {
        const rest = STORED[getNamedType(type.getFields()['eq']?.type)?.name ?? ''];
        return rest === undefined ? [] : [{ name: type.name, rest }];
      });
    expect(filters.map(({ name }) => name).sort()).toEqual(Object.keys(FILTERS));
    for (const { name, rest } of filters)
      for (const condition of [`{eq: ${rest}}`, `{in: [${rest}]}`]) {
        const list = FILTERS[name]?.replace('$', `${condition}}`);
        const { data, errors } = await server.graphql<{ list: { totalCount: number } }>(
          `{ list: ${list} { totalCount edges { node { id } } } }`,
          { admin: server.adminKey },
        );
        expect(errors, list).toBeUndefined();
        expect(data.list.totalCount, list).toBeGreaterThan(0);
      }
  });
});

describe('a value that its type cannot hold', () => {
  // A list that is read as JSON, and an object that is not; compiled documents, which answer from the third time on.
  it.each([
    ['users { edges { node { maxConcurrentBots } } }', { users: null }],
    ['user(by: {email: "person@example.com"}) { maxConcurrentBots }', { user: null }],
    ['apiToken(by: {databaseId: 1}) { rateLimit }', { apiToken: { rateLimit: null } }],
  ])('in %s is a fault of ours, logged and named as one, each time', async (selection, without) => {
    const { db } = server;
    await db.rows(sql`alter table users drop constraint if exists users_max_concurrent_bots_check`);
    await db.rows(
      sql`alter table api_tokens drop constraint if exists api_tokens_rate_limit_check`,
    );
    await db.rows(sql`update api_tokens set rate_limit = -5`);
    await db.rows(sql`update users set max_concurrent_bots = -5, email = 'person@example.com'`);
    for (let time = 1; time <= 4; time += 1) {
      server.logLines.length = 0;
      const { data, errors } = await server.graphql(`{ ${selection} viewer { access } }`, {
        admin: server.adminKey,
      });
      expect(data).toEqual({ ...without, viewer: { access: expect.any(Array) } });
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INTERNAL_SERVER_ERROR']);
      expect(errors?.[0]?.message).toBe('Unexpected error.');
      expect(server.logLines.filter((line) => line.includes('unexpected error'))).toHaveLength(1);
    }
  });
});
