import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonical } from './canonical.ts';
import { addLargeNumbers, addUnusualRows } from './unusual-rows.ts';
import { ADA, type ComparedRequest, startWays, type Ways } from './ways.ts';

// Rows that the fast path writes without reading them are answered as the library answers them: every
// field of them, in documents of any form, whatever is stored.

let ways: Ways;
beforeAll(async () => {
  ways = await startWays({
    RATE_LIMIT_KEY: '0',
    RATE_LIMIT_ADMIN_KEY: '0',
    RATE_LIMIT_ADDRESS: '0',
  });
  await addUnusualRows(ways.library, 1);
});
afterAll(() => ways.stop());

const WORTH_COMPILING = 3;

/** The answer, once it is compiled. */
async function expectOneAnswer(asked: ComparedRequest): Promise<string> {
  const plain = await ways.ask(ways.library, asked);
  let fast = plain;
  for (let time = 1; time <= WORTH_COMPILING; time += 1) fast = await ways.ask(ways.short, asked);
  expect(fast.status).toBe(plain.status);
  expect(told(fast.text), asked.query).toEqual(told(plain.text));
  return fast.text;
}

/** Errors of several rows come in any order. */
function told(text: string): unknown {
  const { errors = [], ...rest } = JSON.parse(canonical(text)) as { errors?: object[] };
  return {
    errors: errors.map((error) => JSON.stringify(error)).sort(),
    json: JSON.stringify(rest),
  };
}

const USER =
  'id databaseId email name imageUrl role isActive maxConcurrentBots data createdAt updatedAt deletedAt __typename';
const OWNER = 'user { id email name data deletedAt __typename }';
const MEETING = `id databaseId platform platformName nativeMeetingId status statusName completionReason failureStage startTime endTime createdAt updatedAt data __typename ${OWNER}`;

/** As the database writes it, with a blank: it was not read. */
const UNREAD = '"n": 9007199254740993';

it('every field of every user is written as it is stored', async () => {
  const text = await expectOneAnswer({
    name: 'users',
    query: `{ users(first: 100) { edges { cursor node { ${USER} } } pageInfo { startCursor endCursor hasNextPage } totalCount } }`,
  });
  expect(text).toContain(UNREAD);
  expect(text).not.toContain('hidden');
});

it.each(['admin', 'bot', 'browser', 'analytics'] as const)(
  'every field of every meeting is written as it is stored, for %s',
  async (as) => {
    const list = `meetings(first: 100) { nodes { ${MEETING.replace(' data deletedAt', '')} } pageInfo { endCursor } }`;
    const isUser = as === 'bot' || as === 'browser';
    const text = await expectOneAnswer({
      name: 'meetings',
      as,
      query: isUser ? `{ viewer { user { ${list} } } }` : `{ ${list} }`,
    });
    if (as === 'admin' || as === 'bot') expect(text).toContain(UNREAD);
    expect(text).not.toContain('hidden');
  },
);

it('pages of several parents are each written in their place', async () => {
  const text = await expectOneAnswer({
    name: 'pages below users',
    query: `{ users(first: 10) { edges { node { email a: meetings(first: 2) { nodes { ${MEETING} } } b: meetings(last: 3) { edges { node { id data } } totalCount } } } } }`,
  });
  expect(text).not.toContain('"errors"');
});

it('every order is written with its own cursors', async () => {
  const orders = (fields: readonly string[]) =>
    fields.flatMap((field) => ['ASC', 'DESC'].map((way) => `{field: ${field}, direction: ${way}}`));
  const selected = '{ edges { cursor node { id } } pageInfo { startCursor endCursor } }';
  for (const order of orders(['CREATED_AT', 'UPDATED_AT', 'EMAIL', 'NAME']))
    await expectOneAnswer({ name: order, query: `{ users(orderBy: ${order}) ${selected} }` });
  for (const order of orders(['CREATED_AT', 'UPDATED_AT', 'END_TIME']))
    await expectOneAnswer({ name: order, query: `{ meetings(orderBy: ${order}) ${selected} }` });
});

const leaf = (names: string) => fc.constantFrom(...names.split(' '), 'x: id', 'y: data', 'data');
const set = (item: fc.Arbitrary<string>) =>
  fc.uniqueArray(item, { minLength: 1, maxLength: 5 }).map((all) => `{ ${all.join(' ')} }`);
const wrapped = (type: string, item: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 40, arbitrary: item },
    { weight: 1, arbitrary: item.map((one) => `... { ${one} }`) },
    { weight: 1, arbitrary: item.map((one) => `... on ${type} { ${one} }`) },
    { weight: 1, arbitrary: fc.constant('... on Node { id }') },
    { weight: 1, arbitrary: item.map((one) => `... on ${type} @include(if: $on) { ${one} }`) },
    { weight: 1, arbitrary: fc.constant('z: createdAt @skip(if: $on)') },
  );
const user = set(
  wrapped('User', leaf('id databaseId email name role maxConcurrentBots createdAt __typename')),
);
const owner = user.map((fields) => `user ${fields}`);
const meeting = set(
  wrapped('Meeting', fc.oneof(leaf('id platform status url endTime createdAt __typename'), owner)),
);
const connection = (type: string, rows: fc.Arbitrary<string>) => {
  const edge = set(
    fc.oneof(
      rows.map((one) => `node ${one}`),
      fc.constantFrom('cursor', '__typename', 'c: cursor'),
    ),
  );
  const part = fc.oneof(
    edge.map((one) => `edges ${one}`),
    edge.map((one) => `e: edges ${one}`),
    rows.map((one) => `nodes ${one}`),
    fc.constantFrom('totalCount', 'pageInfo { endCursor hasNextPage }', '__typename'),
  );
  return set(
    fc.oneof(
      { weight: 4, arbitrary: part },
      { weight: 1, arbitrary: part.map((one) => `... on ${type} { ${one} }`) },
    ),
  );
};
const root = fc.oneof(
  connection('UserConnection', user).map((one) => `users(first: 20) ${one}`),
  connection('MeetingConnection', meeting).map((one) => `meetings(first: 20) ${one}`),
  connection('MeetingConnection', meeting).map(
    (one) => `user(by: {id: "${ADA}"}) { email meetings(first: 20) ${one} }`,
  ),
  fc.constant('viewer { access }'),
);
const roots = fc.array(root, { minLength: 1, maxLength: 3 });

it('documents of any form are answered alike', async () => {
  const property = fc.asyncProperty(
    roots,
    fc.boolean(),
    fc.constantFrom('admin', 'analytics'),
    async (parts, on, as) => {
      const named = parts.map((part, place) => `r${place}: ${part}`).join(' ');
      await expectOneAnswer({
        name: 'generated',
        as: as as ComparedRequest['as'] & string,
        query: `query ($on: Boolean! = true) { viewer { access @include(if: $on) } ${named} }`,
        variables: { on },
      });
    },
  );
  await fc.assert(property, { numRuns: 60, seed: 1 });
}, 120_000);

it('a number that JSON clients do not read exactly is an error, as by the library', async () => {
  await addLargeNumbers(ways.library);
  const query = '{ users(first: 100) { nodes { id databaseId email } } viewer { access } }';
  const text = await expectOneAnswer({ name: 'large', query });
  expect(text).toContain('INTERNAL_SERVER_ERROR');
  const ids = await expectOneAnswer({
    name: 'ids',
    query: '{ users(first: 100) { nodes { id } } }',
  });
  expect(ids).not.toContain('error');
});
