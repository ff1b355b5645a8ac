import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  getNullableType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { isCondition } from '../../src/kit/graphql/narrows.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fixed, print, sampleFor } from './inputs/samples.ts';

// What limits by itself what is checked, changed or granted: without a value, it is refused. Taken as no limit,
// an undefined variable of a client would open what it was meant to close.

type Place = {
  /** Such as `runRetention input.kinds`. */
  readonly name: string;
  readonly operation: 'query' | 'mutation';
  readonly field: GraphQLField<unknown, unknown>;
  readonly argument: GraphQLArgument;
  /** Null where the argument itself is meant. */
  readonly below: GraphQLInputField | null;
  readonly type: GraphQLInputType;
};

function placesOf(operation: Place['operation'], field: Place['field']): Place[] {
  return field.args.flatMap((argument) => {
    const inner = getNullableType(argument.type);
    const start = { operation, field, argument };
    const name = `${field.name} ${argument.name}`;
    const fields = isInputObjectType(inner) ? Object.values(inner.getFields()) : [];
    return [
      ...(isCondition(argument) ? [{ ...start, name, below: null, type: argument.type }] : []),
      ...fields
        .filter(isCondition)
        .map((below) => ({ ...start, name: `${name}.${below.name}`, below, type: below.type })),
    ];
  });
}

const PLACES = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) =>
    placesOf('query', field),
  ),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((field) =>
    placesOf('mutation', field),
  ),
];

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { TRANSCRIPT_RETENTION_DAYS: '30' } });
});
afterAll(() => server.stop());

/** What is required besides, such as `token: "sample"`. */
function required(fields: readonly (GraphQLArgument | GraphQLInputField)[], path: string[]) {
  return fields
    .filter(({ type, name }) => isNonNullType(type) && !path.includes(name))
    .map(({ name, type }) => {
      const value =
        type.toString() === 'Boolean!' ? false : fixed(sampleFor(type, [...path, name]));
      return [name, value] as const;
    });
}

const write = (value: unknown) => print(value, { mark: '', onOwn: () => {} });

/** The document with this text in the place; null leaves it out. */
function documentWith(
  { operation, field, argument, below }: Place,
  given: string | null,
  head = '',
) {
  const inner = getNullableType(argument.type);
  const others = required(field.args, [field.name, argument.name]);
  const own = given === null ? [] : [`${below?.name ?? argument.name}: ${given}`];
  const rest =
    isInputObjectType(inner) && below !== null
      ? required(Object.values(inner.getFields()), [field.name]).map(
          ([name, value]) => `${name}: ${write(value)}`,
        )
      : [];
  const sent = [
    ...(below === null ? own : [`${argument.name}: {${[...rest, ...own].join(', ')}}`]),
    ...others.map(([name, value]) => `${name}: ${write(value)}`),
  ];
  return `${operation} ${head} { ${field.name}(${sent.join(', ')}) { __typename } }`;
}

function inVariable({ operation, field, argument, below }: Place) {
  const inner = getNullableType(argument.type);
  const fields = isInputObjectType(inner) ? Object.values(inner.getFields()) : [];
  const input = Object.fromEntries(required(fields, [field.name]));
  const others = required(field.args, [field.name, argument.name]);
  const rest = others.map(([name, value]) => `, ${name}: ${write(value)}`).join('');
  return {
    document: `${operation} ($i: ${argument.type}) { ${field.name}(${argument.name}: $i${rest}) { __typename } }`,
    variables: { i: below === null ? null : { ...input, [below.name]: null } },
  };
}

async function changes(): Promise<unknown> {
  const [counts] = await server.db.rows<object>(sql`
    select (select count(*)::int from admin_keys) as keys,
      (select count(*)::int from audit_events e where e.action = 'RETENTION_REQUESTED') as runs`);
  return counts;
}

async function send(document: string, variables: object = {}) {
  return await server.graphql<Record<string, { __typename: string }> | undefined>(document, {
    admin: server.adminKey,
    variables,
  });
}

describe('an argument that narrows what is checked, changed or granted', () => {
  it('is one of these', () => {
    expect(PLACES.map(({ name }) => name)).toEqual([
      'verifyToken scope',
      'createAdminKey input.access',
      'runRetention input.kinds',
    ]);
  });

  it('is nowhere else than where it is looked for', () => {
    const found = new Set(PLACES.map(({ below, argument }) => below ?? argument));
    const others = Object.values(schema.getTypeMap())
      .flatMap((type): (GraphQLArgument | GraphQLInputField)[] => {
        if (isInputObjectType(type)) return Object.values(type.getFields());
        if (!isObjectType(type) || type === schema.getSubscriptionType()) return [];
        return Object.values(type.getFields()).flatMap(({ args }) => args);
      })
      .filter((one) => isCondition(one) && !found.has(one));
    expect(others).toEqual([]);
  });

  it.each(PLACES)('is refused without a value, and nothing is done: $name', async (place) => {
    const path = [place.argument.name, ...(place.below ? [place.below.name] : [])];
    const nullable = String(place.type).replace(/!$/, '');
    const whole = inVariable(place);
    const before = await changes();
    const ways = [
      [documentWith(place, 'null'), {}],
      [documentWith(place, '$v', `($v: ${nullable})`), {}],
      [documentWith(place, '$v', `($v: ${nullable})`), { v: null }],
      [whole.document, whole.variables],
    ] as const;
    for (const [document, variables] of ways) {
      const { data, errors = [] } = await send(document, variables);
      expect(data, document).toBeUndefined();
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
      expect(errors[0]?.extensions.issues, document).toMatchObject([{ path }]);
    }
    expect(await changes()).toEqual(before);
  });

  it.each(PLACES)('may be left out, as documented: $name', async (place) => {
    const { errors, data } = await send(documentWith(place, null));
    expect(errors).toBeUndefined();
    expect(data?.[place.field.name]?.__typename).not.toBe('InvalidInputError');
  });
});
