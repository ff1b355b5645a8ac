import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findInexact, isExact, parseJson } from '../../src/core/input/exact-json.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { ALL, INEXACT, SPOTS } from './written-numbers.ts';

type Outcome = { readonly exact: boolean | undefined } | { readonly path: readonly string[] };

describe('a number in free-form data', () => {
  let server: TestServer;
  let user: SeededUser;
  let count = 0;
  const now = new Date('2026-06-01T12:00:00Z');
  beforeAll(async () => {
    server = await startServer({ clock: () => now });
    user = await seedUser(server, { maxConcurrentBots: 1_000 });
  });
  afterAll(() => server.stop());

  async function send(path: string, method: string, body?: string): Promise<string> {
    const response = await server.fetch(path, {
      method,
      headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    });
    return await response.text();
  }

  /** Whether the database has the very same data, digit by digit. */
  async function stored(table: 'users' | 'meetings', id: unknown, json: string): Promise<Outcome> {
    const [row] =
      table === 'users'
        ? await server.db.rows<{ same: boolean }>(
            sql`select data = ${json}::jsonb as same from users where id = ${String(id)}::bigint`,
          )
        : await server.db.rows<{ same: boolean }>(
            sql`select data = ${json}::jsonb as same from meetings where native_meeting_id = ${String(id)}`,
          );
    return { exact: row?.same };
  }

  const graphql = (query: string, variables: string) =>
    send('/graphql', 'POST', `{"query": ${JSON.stringify(query)}, "variables": ${variables}}`);

  const CREATE = `mutation ($d: JSONObject, $e: EmailAddress!) { createUser(input: {email: $e, data: $d}) {
    ... on CreateUserSuccess { user { databaseId } } ... on InvalidInputError { issues { path } } } }`;
  const RECORD = `mutation ($m: [MeetingReport!]!) { recordMeeting(input: {userId: "ID", meetings: $m}) {
    ... on RecordMeetingSuccess { receipts { state error { ... on InvalidInputError { issues { path } } } } } } }`;

  /** From the answer that refuses: where the number stands in the data. */
  function refusedAt(text: string): readonly string[] {
    const [, path = ''] = /"(?:path|loc)":(\[[^\]]*\])/.exec(text) ?? [];
    const steps = (JSON.parse(path || '[]') as unknown[]).map(String);
    return steps.slice(steps.lastIndexOf('data') + 1);
  }

  /** Every way in which free-form data comes in. */
  const PLACES: Readonly<Record<string, (json: string, literal: string) => Promise<Outcome>>> = {
    variable: async (json) => {
      const variables = `{"e": "v${count}@example.com", "d": ${json}}`;
      const text = await graphql(CREATE, variables);
      const [, id] = /"databaseId":(\d+)/.exec(text) ?? [];
      return id ? stored('users', id, json) : { path: refusedAt(text) };
    },
    'variable within a literal': async (json) => {
      const query = CREATE.replace('data: $d', 'data: {in: [$d]}');
      const text = await graphql(query, `{"e": "w${count}@example.com", "d": ${json}}`);
      const [, id] = /"databaseId":(\d+)/.exec(text) ?? [];
      if (id) return stored('users', id, `{"in": [${json}]}`);
      const path = refusedAt(text);
      expect(path.slice(0, 2)).toEqual(['in', '0']);
      return { path: path.slice(2) };
    },
    literal: async (json, literal) => {
      const query = CREATE.replace('$d: JSONObject, ', '').replace('$d', literal);
      const text = await graphql(query, `{"e": "l${count}@example.com"}`);
      const [, id] = /"databaseId":(\d+)/.exec(text) ?? [];
      if (id) return stored('users', id, json);
      expect(text).toMatch(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/);
      return { path: /`([^`]*)`: The number/.exec(text)?.[1]?.split('.') ?? [] };
    },
    meeting: async (json) => {
      const native = `m${count}`;
      const report = `{"platform": "ZOOM", "nativeMeetingId": "${native}", "data": ${json}}`;
      const text = await graphql(RECORD.replace('ID', user.id), `{"m": [${report}]}`);
      return text.includes('CREATED')
        ? stored('meetings', native, json)
        : { path: refusedAt(text) };
    },
    'REST, new': async (json) => {
      const text = await send(
        '/admin/users',
        'POST',
        `{"email": "r${count}@example.com", "data": ${json}}`,
      );
      const [, id] = /"id":(\d+)/.exec(text) ?? [];
      return id && !text.includes('"detail"')
        ? stored('users', id, json)
        : { path: refusedAt(text) };
    },
    'REST, changed': async (json) => {
      const fresh = await seedUser(server);
      const path = `/admin/users/${fresh.databaseId}`;
      const text = await send(path, 'PATCH', `{"data": ${json}}`);
      return text.includes('"detail"')
        ? { path: refusedAt(text) }
        : stored('users', fresh.databaseId, json);
    },
  };

  it.each(Object.keys(PLACES))('is kept exactly or refused with its path: %s', async (place) => {
    for (const [number, exact] of ALL)
      for (const [json, literal, path] of SPOTS) {
        count += 1;
        const sent = json.replace('#', number);
        const outcome = await PLACES[place]?.(sent, literal.replace('#', number));
        expect(outcome, `${number} in ${json}`).toEqual(exact ? { exact } : { path });
      }
  });

  it('is found wherever it stands in a text', () => {
    const numbers = fc.constantFrom(...ALL).map(([number]) => `#${number}#`);
    const texts = fc.constantFrom(
      'a',
      '"\\',
      '\\"[1e400',
      '{"a": 1e400}',
      '12345678901234567890',
      'é',
    );
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        numbers,
        texts,
        fc.constantFrom(null, true, 1.5),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(texts, fc.constantFrom('__proto__', '0', '')), tie('tree'), {
          maxKeys: 4,
          noNullPrototype: true,
        }),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree), fc.constantFrom(undefined, 1), (value, space) => {
        const json = JSON.stringify(value, null, space).replaceAll(/"#([^#"]*)#"/g, '$1');
        const wrong = new Set(INEXACT.map(([number]) => number));
        const found: string[] = [];
        const looked = (one: unknown): void => {
          if (typeof one !== 'object' || one === null) return;
          const { number } = findInexact(one) ?? {};
          if (number !== undefined) found.push(number);
          Object.values(one).forEach(looked);
        };
        const read = parseJson(json);
        expect(read).toEqual(JSON.parse(json));
        looked(read);
        const expected = [...JSON.stringify(value).matchAll(/"#([^#"]*)#"/g)].map(
          ([, number]) => number,
        );
        expect(found.length > 0).toBe(expected.some((number) => wrong.has(number ?? '')));
        for (const number of found) expect(expected).toContain(number);
        const first = findInexact(read);
        const at = first?.path.reduce<unknown>((one, step) => (one as never)[step], read);
        if (first !== null) expect(at).toBe(Number(first.number));
      }),
    );
  });

  it('is looked for in time that grows with the text alone', () => {
    // In the square of it, it would be ten minutes, which no test has.
    const many = `[${'1e400,'.repeat(300_000)}1]`;
    expect(findInexact(parseJson(many))).toMatchObject({ path: [0], number: '1e400' });
  });

  it('is refused with its path also where a variable of its own has lost its digits', async () => {
    const query = CREATE.replace('$d: JSONObject', '$d: Float').replace(
      'data: $d',
      'data: {a: [1, $d]}',
    );
    const text = await graphql(query, '{"e": "float@example.com", "d": 750727362669608961}');
    expect(refusedAt(text)).toEqual(['a', '1']);
  });

  it('is answered digit by digit, also where another writer stored it', async () => {
    const key = await seedKey(server, user, { scopes: ['BOT'] });
    const numbers = ['750727362669608961', '0.1234567890123456789', `1${'0'.repeat(400)}`];
    const data = `{"a": [${numbers.join(', ')}], "hooks": {"n": 1}, "deep": {"n": ${numbers[0]}}, "plain": 0.5}`;
    await server.db.rows(sql`update users set data = ${data}::jsonb where id = ${user.databaseId}`);
    const [meeting] = await server.db.rows<{ id: bigint }>(
      sql`insert into meetings (user_id, platform, data) values (${user.databaseId}, 'zoom', ${data}::jsonb) returning id`,
    );
    const { id, email } = user;
    const answers = [
      await graphql(
        'query ($e: EmailAddress) { user(by: {email: $e}) { data } }',
        `{"e": "${email}"}`,
      ),
      await graphql(
        `{ node(id: "${id}") { ... on User { data meetings(first: 1) { edges { node { data } } } } } }`,
        '{}',
      ),
      await graphql(`{ users(filter: {id: {eq: "${id}"}}) { edges { node { data } } } }`, '{}'),
      await graphql(`{ meeting(by: {databaseId: ${meeting?.id}}) { data user { data } } }`, '{}'),
      await graphql(
        `mutation { updateUser(input: {id: "${id}", data: {more: 1}}) { ... on UpdateUserSuccess { user { data } } } }`,
        '{}',
      ),
      await send(`/admin/users/${user.databaseId}`, 'GET'),
      await send(`/admin/users/${user.databaseId}`, 'PATCH', '{"data": {"more": 2}}'),
      await send(`/admin/analytics/meetings/${meeting?.id}/telematics`, 'GET'),
      await (
        await server.fetch(`/meetings/${meeting?.id}`, { headers: { 'x-api-key': key.secret } })
      ).text(),
    ];
    for (const answer of answers) {
      for (const number of numbers) expect(answer).toContain(number);
      expect(answer).toMatch(/"deep":{"n":750727362669608961}/);
      expect(answer).toContain('"plain":0.5');
    }
  });

  it('is told apart from others by what JavaScript writes', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(isExact(JSON.stringify(number))).toBe(true);
        expect(isExact(number.toExponential())).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(), (number) => {
        expect(isExact(String(number))).toBe(wholeOf(Number(number)) === number);
      }),
    );
  });
});

/** What JavaScript writes for a number without a fraction: `1.5e+21` is one and a half, and 21 places. */
function wholeOf(number: number): bigint {
  const [digits = '', power = '0'] = String(number).split('e+');
  const [whole = '', fraction = ''] = digits.split('.');
  return BigInt(whole + fraction.padEnd(Number(power), '0'));
}
