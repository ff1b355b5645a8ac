import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { PRODUCTION } from './production.ts';

// Whatever the schema names, asked for by a name that is nearly right, by somebody who may not see the
// schema: no error names anything that the request did not.

let server: TestServer;
let userKey: string;
beforeAll(async () => {
  server = await startServer({ env: PRODUCTION });
  userKey = (await seedKey(server, await seedUser(server))).secret;
});
afterAll(() => server.stop());

type Asked = { readonly query: string; readonly variables?: unknown };

const IN_EVERY_SERVICE = [
  'Query',
  'Mutation',
  'Subscription',
  'Int',
  'Float',
  'String',
  'Boolean',
  'ID',
];
const TYPES = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type));

function nearly(name: string): string {
  return name.length > 3 ? name.slice(0, -1) : `${name}${name.at(-1)}`;
}

function aboutType(type: GraphQLNamedType): Asked[] {
  const named = [
    { query: `query ($x: ${nearly(type.name)}) { __typename }` },
    { query: `{ ...F } fragment F on ${nearly(type.name)} { id }` },
  ];
  if (isEnumType(type))
    return [...named, ...type.getValues().flatMap(({ name }) => asInput(type, nearly(name)))];
  if (isInputObjectType(type)) return [...named, ...aboutInput(type)];
  if (!isObjectType(type) && !isInterfaceType(type)) return named;
  const fields = Object.values(type.getFields());
  return [...named, ...fields.flatMap((field) => aboutField(type.name, field))];
}

function aboutInput(type: GraphQLInputObjectType): Asked[] {
  const values = [{}, 1].flatMap((value) => asInput(type, value));
  const fields = Object.keys(type.getFields()).flatMap((name) => [
    ...asInput(type, { [nearly(name)]: 1 }),
    ...asInput(type, { [name]: true }),
  ]);
  return [...values, ...fields];
}

function aboutField(typeName: string, { name, args }: GraphQLField<unknown, unknown>): Asked[] {
  const selections = [
    nearly(name),
    name,
    `${name} { idd }`,
    `${name}(x: 1) { __typename }`,
    ...args.map((arg) => `${name}(${nearly(arg.name)}: 1) { __typename }`),
    ...args.flatMap((arg) =>
      wrongLiterals(arg.type).map((value) => `${name}(${arg.name}: ${value}) { __typename }`),
    ),
  ];
  return selections.map((fields) => ({
    query: `{ ...F } fragment F on ${typeName} { ${fields} }`,
  }));
}

/** Nothing that is required, a wrong kind of value, an unknown name, and each of its fields with such values. */
function wrongLiterals(given: GraphQLInputType, depth = 0): string[] {
  const type = getNamedType(given);
  const [first] = isEnumType(type) ? type.getValues() : [];
  const own = ['{}', '[{}]', 'true', '"1"', '{x: true}', 'null', nearly(first?.name ?? 'WRONG')];
  if (!isInputObjectType(type) || depth > 1) return own;
  const fields = Object.values(type.getFields()).flatMap(({ name, type: below }) =>
    wrongLiterals(below, depth + 1).map((value) => `{${name}: ${value}}`),
  );
  return [
    ...own,
    ...(isListType(getNullableType(given)) ? fields.map((one) => `[${one}]`) : fields),
  ];
}

/** As a literal, and as a variable. */
function asInput(type: GraphQLNamedType, value: unknown): Asked[] {
  return [
    { query: `query ($x: ${type.name} = ${literal(value)}) { __typename }` },
    { query: `query ($x: ${type.name}) { __typename }`, variables: { x: value } },
  ];
}

function literal(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return `{${Object.entries(value).map(([name, one]) => `${name}: ${literal(one)}`)}}`;
}

const CASES = TYPES.map((type) => ({ name: type.name, asked: aboutType(type) })).filter(
  ({ asked }) => asked.length > 2,
);

const NAMES = new Set(
  TYPES.flatMap((type) => {
    if (isEnumType(type)) return [type.name, ...type.getValues().map(({ name }) => name)];
    if (isInputObjectType(type)) return [type.name, ...Object.keys(type.getFields())];
    if (!isObjectType(type) && !isInterfaceType(type)) return [type.name];
    const fields = Object.values(type.getFields());
    return [
      type.name,
      ...fields.flatMap(({ name, args }) => [name, ...args.map((arg) => arg.name)]),
    ];
  }).filter((name) => !IN_EVERY_SERVICE.includes(name)),
);

type Errors = {
  readonly errors?: readonly { readonly message: string; readonly extensions?: object }[];
};

/** Every text of a value, but those that are words of the service. */
function textsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return name === 'code' || name === 'requestId' ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([below, one]) => textsIn(one, below));
}

/** Names are told in quotes, alone, or look like none of the words of a sentence. */
function namesIn(text: string): string[] {
  if (/^[\w.]+$/.test(text)) return text.split('.');
  return [
    ...(text.match(/"[^"]*"|`[^`]*`/g) ?? []).flatMap(
      (quoted): string[] => quoted.match(/\w+/g) ?? [],
    ),
    ...(text.match(/\w*([a-z][A-Z]|_)\w*/g) ?? []),
  ];
}

function leaksOf(text: string, { query, variables }: Asked): string[] {
  const { errors = [] } = JSON.parse(text) as Errors;
  const sent: readonly string[] = `${query} ${JSON.stringify(variables)}`.match(/\w+/g) ?? [];
  return errors
    .flatMap(({ message, extensions }) => [message, ...textsIn(extensions)])
    .flatMap(namesIn)
    .filter((word) => NAMES.has(word) && !sent.includes(word));
}

async function post(asked: Asked, headers: Record<string, string> = {}): Promise<string> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(asked),
  });
  return response.text();
}

async function get({ query, variables }: Asked): Promise<string> {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables ?? {}) });
  const headers = { 'x-graphql-csrf': '1' };
  return (await server.fetch(`/graphql?${search}`, { headers })).text();
}

async function stream(asked: Asked): Promise<string> {
  const events = await post(asked, { accept: 'text/event-stream' });
  return /^data: (\{.*)$/m.exec(events)?.[1] ?? '{}';
}

describe('what nearly is a name of the schema', () => {
  it.each(CASES)('is not completed for $name', async ({ asked }) => {
    for (const one of asked) {
      // Answers without a key and with one come from one place: every fourth is enough of the latter.
      const isForBoth = asked.indexOf(one) % 4 === 0;
      const withKey = isForBoth ? [await post(one, { 'x-api-key': userKey })] : [];
      for (const text of [await post(one), ...withKey]) {
        expect(text).not.toContain('Did you mean');
        expect(leaksOf(text, one), `${one.query} ${text}`).toEqual([]);
      }
    }
  });

  it.each([
    '{viewer{user{meetings(orderBy:{}){totalCount}}}}',
    'mutation{recordMeeting(input:{meetings:[{}]}){__typename}}',
    'mutation{createAdminKey(input:{}){__typename}}',
    'mutation{placeLegalHold(input:{}){__typename}}',
    '{viewer{user{meetings(filter:{status:{eq:ACTIV}}){totalCount}}}}',
    '{viewer{user{meetings(first:1,after:"x"){totalCount}}}}',
    '{viewer{user{meetings(first:100){nodes{data user{meetings(first:100){nodes{data}}}}}}}}',
    '{viewer{user{tokens(first:100){nodes{usage{daily{requests}} user{tokens(first:100){nodes{usage{daily{requests}}}}}}}}}}',
    '{meetings(first:100){nodes{user{meetings(last:100){nodes{data}}}}}}',
  ])('is told in no part of an error: %s', async (query) => {
    const withKey = await post({ query }, { 'x-api-key': userKey });
    expect(withKey).toContain('"errors"');
    for (const text of [await post({ query }), withKey]) {
      const isOfPages = /wouldPass/.test(text) && text.includes('QUERY_TOO_COMPLEX');
      const leaks = leaksOf(text, { query });
      expect(isOfPages ? leaks.filter((name) => name !== 'first') : leaks, text).toEqual([]);
    }
  });

  it('is not completed in a URL or a stream either', async () => {
    for (const one of CASES.flatMap(({ asked }) => asked.slice(2, 4)).filter(
      (_, at) => at % 4 < 2,
    )) {
      for (const text of [await get(one), await stream(one)]) {
        expect(text).not.toContain('Did you mean');
        expect(leaksOf(text, one), `${one.query} ${text}`).toEqual([]);
      }
    }
  });

  it('is not completed where a stream is asked for with wrong variables', async () => {
    const query = 'subscription ($x: TokenScope, $id: ID) { meetingChanged(userId: $id) { id } }';
    const one = { query, variables: { x: 'BOTT' } };
    const text = await stream(one);
    expect(text).toContain('errors');
    expect(leaksOf(text, one), text).toEqual([]);
  });

  it('is completed for those who may see the schema', async () => {
    const one = { query: '{ viewerr { access } }' };
    expect(await post(one, { 'x-admin-api-key': server.adminKey })).toContain('Did you mean');
  });
});
