import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../../support/server.ts';
import { canonical } from './canonical.ts';
import { FAILURES, FAULTS } from './failures.ts';
import { OPERATIONS } from './operations.ts';
import { OVER_HTTP } from './over-http.ts';
import { SELECTIONS } from './selections.ts';
import { VARIABLES } from './variables.ts';
import { ADAS_KEY, type Answer, BOB, type ComparedRequest, startWays, type Ways } from './ways.ts';

// One answer, whichever way it comes: by the library, on the short way, and there compiled.

let ways: Ways;
beforeAll(async () => {
  ways = await startWays();
});
afterAll(() => ways.stop());

/** What a client can tell apart, less what differs from one moment to the next. */
function seen({ status, headers, text }: Answer) {
  const { date: _date, 'content-length': _length, ...rest } = headers;
  const isGivenId = rest['x-request-id'] !== 'both-ways';
  return {
    status,
    headers: {
      ...rest,
      ratelimit: String(rest['ratelimit']).replace(/\d+/g, 'n'),
      'retry-after': String(rest['retry-after']).replace(/\d+/g, 'n'),
      'x-request-id': isGivenId ? 'another' : 'both-ways',
    },
    body: sameText(text.replace(/"retryAfter":\d+/, '"retryAfter":0')),
  };
}

/** Streams are no JSON. */
function sameText(text: string): string {
  try {
    return canonical(text);
  } catch {
    return text;
  }
}

/** Of errors that databases and promises bring, each comes when it comes. */
function seenUnordered(answer: Answer) {
  const body = JSON.parse(answer.text) as { errors: object[] };
  const errors = body.errors.map((error) => JSON.stringify(error)).sort();
  return { ...seen(answer), body: { ...body, errors } };
}

async function expectOneAnswer(asked: ComparedRequest, look: (answer: Answer) => object = seen) {
  const { library, short, ask } = ways;
  const answer = await ask(library, asked);
  // The third time, it is worth compiling.
  for (const time of ['first', 'second', 'third', 'fourth'])
    expect(look(await ask(short, asked)), `the ${time} time`).toEqual(look(answer));
  return answer;
}

const titled = (list: readonly ComparedRequest[]) =>
  list.map((asked) => [asked.name, asked] as const);

describe.each([
  ['what is selected', SELECTIONS],
  ['variables', VARIABLES],
  ['what goes wrong', FAILURES],
  ['operations', OPERATIONS],
  ['HTTP', OVER_HTTP],
])('%s', (_theme, list) => {
  it.each(titled(list))('%s', async (_name, asked) => {
    await expectOneAnswer(asked);
  });
});

describe('a fault of ours', () => {
  beforeAll(async () => {
    const { rows } = ways.library.db;
    const [columns] = await rows<{ others: string }>(sql`
      select string_agg(column_name, ', ') as others from information_schema.columns
      where table_schema = 'public' and table_name = 'meetings' and column_name <> 'platform'`);
    await rows(sql`alter table meetings rename to stored_meetings`);
    await rows(
      sql`create view meetings as select ${raw(columns?.others ?? '')}, (1 / (id - id))::text as platform from stored_meetings`,
    );
  });
  afterAll(async () => {
    await ways.library.db.rows(sql`drop view meetings`);
    await ways.library.db.rows(sql`alter table stored_meetings rename to meetings`);
  });

  it.each(titled(FAULTS))('%s', async (_name, asked) => {
    const { text } = await expectOneAnswer(asked, seenUnordered);
    expect(text).toContain('INTERNAL_SERVER_ERROR');
    expect(text).not.toContain('zero');
  });
});

describe('changes that are asked for together', () => {
  it('end with the first that is refused', async () => {
    for (const server of [ways.library, ways.short]) {
      for (let time = 1; time <= 4; time += 1) {
        await ways.ask(server, {
          name: '',
          as: 'bot',
          query: `mutation { a: deleteUser(input: {id: "${BOB}"}) { __typename } b: revokeToken(input: {id: "${ADAS_KEY}"}) { __typename } }`,
        });
        const [key] = await ways.library.db.rows<{ isLive: boolean }>(sql`
          select revoked_at is null as "isLive" from api_tokens where id = 1`);
        expect(key, `time ${time}`).toEqual({ isLive: true });
      }
    }
  });
});

describe('as many as may be', () => {
  const MOST = 30;
  let limited: Ways;
  beforeAll(async () => {
    limited = await startWays({ RATE_LIMIT_KEY: String(MOST), GUESS_LIMIT: '2' });
  });
  afterAll(() => limited.stop());

  async function course(server: TestServer, asked: Omit<ComparedRequest, 'name'>, count: number) {
    const answers = [];
    for (let turn = 0; turn < count; turn += 1)
      answers.push(seen(await limited.ask(server, { name: '', ...asked })));
    return answers;
  }

  it('requests are answered, and the next one refused', async () => {
    const asked = { as: 'bot', query: '{ viewer { access } }' } as const;
    const answers = await course(limited.library, asked, MOST + 2);
    expect(answers.map(({ status }) => status).indexOf(429)).toBe(MOST);
    expect(await course(limited.short, asked, MOST + 2)).toEqual(answers);
  });

  it('guesses are answered alike, those that had to wait among them', async () => {
    const asked = { as: 'stranger', query: '{ viewer { access } }' } as const;
    const answers = await course(limited.library, asked, 5);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
    expect(await course(limited.short, asked, 5)).toEqual(answers);
  });
});
