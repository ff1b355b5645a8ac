import sql, { type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TOKEN_ORDERS } from '../../src/domain/api-keys/list.ts';
import { MEETING_ORDERS } from '../../src/domain/meetings/list.ts';
import { STATUSES } from '../../src/domain/meetings/status.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Asker, askerOf, type Page } from './pages.ts';

let server: TestServer;
let user: SeededUser;
let ask: Asker['ask'];
let throughPages: Asker['throughPages'];
beforeAll(async () => {
  server = await startServer();
  ({ ask, throughPages } = askerOf(server));
  user = await seedUser(server, { email: 'ada@example.com', name: 'Ada' });
});
afterAll(() => server.stop());

describe('meetings by their end', () => {
  type Found = {
    readonly databaseId: number;
    readonly endTime: string | null;
    readonly completionReason: string | null;
    readonly telematics: { readonly outcome: { readonly isOver: boolean; readonly fault: string } };
  };
  const FIELDS = 'databaseId endTime completionReason telematics { outcome { isOver fault } }';
  const REASONS = [
    null,
    ...['stopped', 'left_alone', 'max_bot_time_exceeded', 'validation_error'],
    ...['awaiting_admission_timeout', 'awaiting_admission_rejected', 'stopped_before_admission'],
    ...['startup_alone', 'evicted', 'join_failure', 'stopped_with_no_audio', 'superseded', 'new'],
  ];
  const STAGES = [null, 'requested', 'joining', 'awaiting_admission', 'active', 'new'];
  let all: Found[];

  beforeAll(async () => {
    const combinations = [...STATUSES, 'dancing'].flatMap((status) =>
      REASONS.flatMap((completionReason) =>
        STAGES.map((failureStage) => ({ status, completionReason, failureStage })),
      ),
    );
    await server.db.prisma.meeting.createMany({
      data: combinations.map((one, place) => ({
        ...one,
        userId: BigInt(user.databaseId),
        platform: 'zoom',
        // Many end at once, and some have not ended.
        ...(place % 3 > 0 && { endTime: new Date(Date.UTC(2026, 0, 1, place % 7)) }),
        ...(place % 5 === 0 && { waitingAt: new Date(Date.UTC(2026, 0, 1)) }),
      })),
    });
    all = await throughPages<Found>('meetings', '', FIELDS, 100);
    expect(all).toHaveLength(combinations.length);
  });

  const countOf = async (filter: string) =>
    (
      await ask<{ meetings: { totalCount: number } }>(
        `{ meetings(filter: {${filter}}) { totalCount } }`,
      )
    ).meetings.totalCount;

  it.each(['NONE', 'USER', 'PLATFORM', 'BOT', 'UNKNOWN'])(
    'by the fault %s as the outcome has it',
    async (fault) => {
      const expected = all.filter((one) => one.telematics.outcome.fault === fault);
      expect(expected.length).toBeGreaterThan(5);
      expect(await countOf(`fault: {eq: ${fault}}`)).toBe(expected.length);
      expect(await countOf(`fault: {in: [${fault}]}`)).toBe(expected.length);
      const { meetings } = await ask<{ meetings: Page<Found> }>(
        `{ meetings(first: 100, filter: {fault: {eq: ${fault}}}) { nodes { ${FIELDS} } } }`,
      );
      expect(new Set(meetings.nodes.map((one) => one.telematics.outcome.fault))).toEqual(
        new Set([fault]),
      );
    },
  );

  it.each([true, false])('by whether they are over: %s', async (isOver) => {
    const expected = all.filter((one) => one.telematics.outcome.isOver === isOver);
    expect(await countOf(`isOver: ${isOver}`)).toBe(expected.length);
  });

  it('by the exact reason', async () => {
    const expected = all.filter(({ completionReason }) => completionReason === 'evicted');
    expect(await countOf('completionReason: "evicted"')).toBe(expected.length);
    expect(await countOf('completionReason: "EVICTED"')).toBe(0);
  });

  it('by time', async () => {
    const from = '2026-01-01T03:00:00.000Z';
    const expected = all.filter(({ endTime }) => endTime !== null && endTime >= from);
    expect(await countOf(`endTime: {gte: "${from}"}`)).toBe(expected.length);
  });

  it.each(['ASC', 'DESC'])('sorted by it, %s, each once', async (direction) => {
    const found = await throughPages<Found>(
      'meetings',
      `filter: {status: {in: [COMPLETED]}}, orderBy: {field: END_TIME, direction: ${direction}}`,
      'databaseId endTime',
    );
    const sign = direction === 'ASC' ? 1 : -1;
    const rank = ({ endTime }: Found) => (endTime === null ? Infinity : Date.parse(endTime));
    const expected = found.toSorted((one, other) => {
      const [first, second] = [rank(one), rank(other)];
      return (
        sign * (first === second ? one.databaseId - other.databaseId : first < second ? -1 : 1)
      );
    });
    expect(found).toEqual(expected);
    expect(new Set(found.map(({ databaseId }) => databaseId)).size).toBe(
      REASONS.length * STAGES.length,
    );
  });
});

describe('keys by their use', () => {
  type Found = { readonly name: string; readonly expiresAt: string | null };
  const DAY = 86_400_000;
  const ago = (days: number) => new Date(Math.floor(Date.now() / 1_000) * 1_000 - days * DAY);
  let fresh: string;

  beforeAll(async () => {
    const uses: Readonly<Record<string, readonly [counted: Date | null, imported: Date | null]>> = {
      never: [null, null],
      'counted long ago': [ago(100), null],
      'counted lately': [ago(10), null],
      'imported long ago': [null, ago(200)],
      'imported lately': [null, ago(5)],
      'imported and counted': [ago(20), ago(150)],
      'never again': [null, null],
    };
    for (const [name, [counted, lastUsedAt]] of Object.entries(uses)) {
      const expiresIn = name.includes('never') ? null : 1_000 + name.length;
      const { databaseId } = await seedKey(server, user, { name, expiresIn });
      const id = BigInt(databaseId);
      await server.db.prisma.apiToken.updateMany({ where: { id }, data: { lastUsedAt } });
      if (counted)
        await server.db.prisma.tokenUsage.create({
          data: { tokenId: id, requests: 1n, firstAt: counted, lastAt: counted },
        });
    }
    fresh = (await seedKey(server, user, { name: 'just now' })).secret;
  });

  const namesOf = async (args: string) =>
    (await throughPages<Found>('apiTokens', args, 'name expiresAt')).map(({ name }) => name);
  const BY_USE = [
    ...['never', 'never again', 'imported long ago', 'counted long ago', 'imported and counted'],
    ...['counted lately', 'imported lately'],
  ];

  it('sorted by last use, each once, those of this process included', async () => {
    const order = (direction: string) => `orderBy: {field: LAST_USED_AT, direction: ${direction}}`;
    await server.fetch('/auth/me', { headers: { 'x-api-key': fresh } });
    expect(await namesOf(order('ASC'))).toEqual([...BY_USE, 'just now']);
    expect(await namesOf(order('DESC'))).toEqual([...BY_USE, 'just now'].toReversed());
    const { user: found } = await ask<{ user: { apiTokens: Page<Found> } }>(
      `{ user(by: {email: "ada@example.com"}) { apiTokens(${order('ASC')}) { nodes { name } } } }`,
    );
    expect(found.apiTokens.nodes.map(({ name }) => name)).toEqual([...BY_USE, 'just now']);
  });

  it('by last use, by none, and by how long ago it was', async () => {
    await server.fetch('/auth/me', { headers: { 'x-api-key': fresh } });
    const found = async (filter: string) => (await namesOf(`filter: {${filter}}`)).toSorted();
    const before = `"${ago(90).toISOString()}"`;
    expect(await found(`unusedSince: ${before}`)).toEqual(
      ['counted long ago', 'imported long ago', 'never', 'never again'].toSorted(),
    );
    expect(await found('isUsed: false')).toEqual(['never', 'never again']);
    expect(await found('isUsed: true')).toHaveLength(6);
    expect(await found(`lastUsedAt: {lt: ${before}}`)).toEqual([
      'counted long ago',
      'imported long ago',
    ]);
    expect(await found(`lastUsedAt: {gte: "${ago(7).toISOString()}"}`)).toEqual([
      'imported lately',
      'just now',
    ]);
  });

  it('sorted by expiry, those without last', async () => {
    const found = await throughPages<Found>(
      'apiTokens',
      'orderBy: {field: EXPIRES_AT, direction: ASC}',
      'name expiresAt',
    );
    const ends = found.map(({ expiresAt }) => expiresAt ?? '9');
    expect(ends).toEqual(ends.toSorted());
    expect(new Set(found.map(({ name }) => name)).size).toBe(8);
    expect(found.slice(-3).every(({ expiresAt }) => expiresAt === null)).toBe(true);
  });
});

describe('users by a text', () => {
  beforeAll(async () => {
    await seedUser(server, { email: 'weg@straße.example', name: null });
    await seedUser(server, { email: 'bob@example.com', name: 'Bob Große-Straße' });
    await seedUser(server, { email: 'percent@example.com', name: '100% Cleo_X' });
  });

  it.each([
    ['STRASSE', ['bob@example.com']],
    ['straße', ['bob@example.com', 'weg@straße.example']],
    ['ADA', ['ada@example.com']],
    ['EXAMPLE.com', ['ada@example.com', 'bob@example.com', 'percent@example.com']],
    ['100%', ['percent@example.com']],
    ['o_', ['percent@example.com']],
    ['%', ['percent@example.com']],
    ['nobody at all', []],
  ])('%s', async (search, expected) => {
    const { users } = await ask<{ users: Page<{ email: string }> }>(
      'query ($search: String!) { users(filter: {search: $search}) { nodes { email } } }',
      { search },
    );
    expect(users.nodes.map(({ email }) => email).toSorted()).toEqual(expected);
  });
});

describe('an order has its index', () => {
  async function planOf(statement: Sql): Promise<string> {
    const rows = await server.db.rows<Record<string, string>>(sql`explain ${statement}`);
    return rows.flatMap((row) => Object.values(row)).join('\n');
  }

  it('for the end of meetings and the expiry of keys', async () => {
    await server.db.prisma.$executeRawUnsafe(
      `insert into meetings (user_id, platform, end_time) select ${user.databaseId}, 'zoom', now() - n * interval '1 minute' from generate_series(1, 4000) n`,
    );
    await server.db.prisma.$executeRawUnsafe(
      `insert into api_tokens (user_id, digest, hint, scopes) select ${user.databaseId}, sha256(n::text::bytea), 'planted', '{bot}' from generate_series(1, 4000) n`,
    );
    await server.db.prisma.$executeRawUnsafe('analyze');
    const meetings = sql`select m.id from meetings m
      order by ${MEETING_ORDERS.END_TIME.expression} desc, m.id desc limit 51`;
    expect(await planOf(meetings)).toContain('meetings_end_order_idx');
    const keys = sql`select t.id from api_tokens t
      order by ${TOKEN_ORDERS.EXPIRES_AT.expression}, t.id limit 51`;
    expect(await planOf(keys)).toContain('api_tokens_expiry_order_idx');
  });
});
