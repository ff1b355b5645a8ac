import {
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isFilter } from '../../src/api/graphql/filter-check.ts';
import { schema } from '../../src/api/graphql/schema.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A condition without a value is no condition: it is refused, and not left out. The table is made from
// the schema, so that a new filter is in it.

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

type Condition = {
  /** Such as `meetings filter.userId.eq`. */
  readonly name: string;
  readonly root: string;
  readonly path: readonly string[];
  readonly field: GraphQLInputField;
};

function conditionsOf(root: string, type: GraphQLInputObjectType, path: string[]): Condition[] {
  return Object.values(type.getFields()).flatMap((field) => {
    const below = [...path, field.name];
    const own = { name: `${root} ${below.join('.')}`, root, path: below, field };
    const inner = getNullableType(field.type);
    return isFilter(inner) && isInputObjectType(inner)
      ? [own, ...conditionsOf(root, inner, below)]
      : [own];
  });
}

const roots = Object.values(schema.getQueryType()?.getFields() ?? {});
const CONDITIONS = roots.flatMap(({ name, args }) =>
  args.flatMap((arg) => {
    const type = getNullableType(arg.type);
    return isFilter(type) && isInputObjectType(type) ? conditionsOf(name, type, [arg.name]) : [];
  }),
);

/** `filter: {userId: {eq: value}}` */
function literalAt([argument, ...path]: readonly string[], value: string): string {
  return `${argument}: ${path.reduceRight((inner, name) => `{${name}: ${inner}}`, value)}`;
}

function variableAt([, ...path]: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
}

async function issuesOf(document: string, variables: object = {}) {
  const { data, errors = [] } = await server.graphql<Record<string, unknown> | undefined>(
    document,
    { admin: server.adminKey, variables },
  );
  expect(data).toBeUndefined();
  expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  return errors.flatMap(({ extensions }) => extensions.issues ?? []);
}

describe('a condition without a value', () => {
  it('is looked for in every filter of the schema', () => {
    expect(CONDITIONS.length).toBeGreaterThan(60);
    const reached = new Set(CONDITIONS.map(({ field }) => getNamedType(field.type).name));
    const filters = Object.keys(schema.getTypeMap()).filter((name) => /.Filter$/.test(name));
    const tops = roots.flatMap(({ args }) => args.map((arg) => getNamedType(arg.type).name));
    expect(filters.filter((name) => !reached.has(name) && !tops.includes(name))).toEqual([]);
  });

  it('is looked for in every argument that is called a filter', () => {
    const filters = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .flatMap((type) => Object.values(type.getFields()))
      .flatMap(({ args }) => args.filter(({ name }) => name === 'filter'));
    expect(filters.length).toBeGreaterThan(4);
    expect(filters.filter(({ type }) => !isFilter(type))).toEqual([]);
  });

  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'])(
    'is refused also where every object has something called %s',
    async (name) => {
      for (const condition of [`{name: {eq: $${name}}}`, `{name: {contains: "a", eq: $${name}}}`])
        expect(
          await issuesOf(`query ($${name}: String) { users(filter: ${condition}) { totalCount } }`),
        ).toMatchObject([{ path: ['filter', 'name', 'eq'] }]);
    },
  );

  it.each(CONDITIONS)('is refused: $name', async ({ root, path, field }) => {
    const type = String(field.type);
    const ask = (given: string, head = '') => `query ${head} { ${root}(${given}) { totalCount } }`;
    const nullable = type.replace(/!$/, '');
    const argument = path[0] ?? '';
    const inner = roots
      .find(({ name }) => name === root)
      ?.args.find(({ name }) => name === argument)?.type;
    const ways = [
      [ask(literalAt(path, 'null'))],
      [ask(literalAt(path, '$v'), `($v: ${nullable})`)],
      [ask(literalAt(path, '$v'), `($v: ${nullable})`), { v: null }],
      [ask(`${argument}: $f`, `($f: ${inner})`), { f: variableAt(path, null) }],
    ] as const;
    for (const [document, variables] of ways)
      expect(await issuesOf(document, variables), document).toMatchObject([{ path }]);
    if (!isFilter(field.type)) return;
    expect(await issuesOf(ask(literalAt(path, '{}')))).toMatchObject([{ path }]);
    const empty = await issuesOf(ask(`${argument}: $f`, `($f: ${inner})`), {
      f: variableAt(path, {}),
    });
    expect(empty).toMatchObject([{ path }]);
  });

  const LISTS = CONDITIONS.filter(({ field }) => isListType(getNullableType(field.type)));

  it.each(LISTS)('is refused with more values than are looked for: $name', async (list) => {
    const { root, path, field } = list;
    const type = getNamedType(field.type);
    const known = isEnumType(type) ? type.getValues()[0]?.name : 'VXNlcjox';
    const many = Array.from({ length: 1_001 }, () => known);
    const document = `query ($v: ${field.type}) { ${root}(${literalAt(path, '$v')}) { totalCount } }`;
    expect(await issuesOf(document, { v: many })).toMatchObject([{ path }]);
    const whole = roots
      .find(({ name }) => name === root)
      ?.args.find(({ name }) => name === path[0]);
    const other = `query ($f: ${whole?.type}) { ${root}(${path[0]}: $f) { totalCount } }`;
    expect(await issuesOf(other, { f: variableAt(path, many) })).toMatchObject([{ path }]);
  });

  it('is refused below a row, and in a fragment', async () => {
    const document = `query ($s: TokenStatus) { users { edges { node { ...Keys } } } }
      fragment Keys on User { apiTokens(filter: {status: {eq: $s}}) { totalCount } }`;
    expect(await issuesOf(document)).toMatchObject([{ path: ['filter', 'status', 'eq'] }]);
  });

  it('is refused in what is followed', async () => {
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream',
        'x-admin-api-key': server.adminKey,
      },
      body: JSON.stringify({
        query: 'subscription ($u: ID) { meetingChanged(userId: $u) { id } }',
      }),
    });
    const text = await response.text();
    expect(text).toContain('BAD_USER_INPUT');
    expect(text).toContain('userId');
  });

  it('is none where a whole filter is left out', async () => {
    for (const variables of [{}, { f: null }, { f: {} }]) {
      const { errors } = await server.graphql(
        'query ($f: UserFilter) { users(filter: $f) { totalCount } }',
        { admin: server.adminKey, variables },
      );
      expect(errors).toBeUndefined();
    }
  });
});
