import {
  getNamedType,
  isInputObjectType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A literal that its scalar refuses: one error, which says where.

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

type Wrong = {
  /** A document with the literal at its end of a line of its own. */
  readonly document: string;
  readonly literal: string;
  readonly path: readonly string[];
};

const DAY = 'start: "2026-11-01T00:00:00Z"';

/** For each scalar of ours that a client may send. */
const WRONG: Readonly<Record<string, Wrong>> = {
  DateTime: {
    document: `{ analytics(range: {${DAY}, end:\n"2026-11-01"}) { totals { meetings } } }`,
    literal: '"2026-11-01"',
    path: ['analytics', 'range', 'end'],
  },
  BigInt: {
    document: '{ user(by: {databaseId:\n1.5}) { email } }',
    literal: '1.5',
    path: ['user', 'by', 'databaseId'],
  },
  EmailAddress: {
    document: 'mutation { createUser(input: {email:\n7}) { __typename } }',
    literal: '7',
    path: ['createUser', 'input', 'email'],
  },
  URL: {
    document: 'mutation { setWebhook(input: {url:\ntrue}) { __typename } }',
    literal: 'true',
    path: ['setWebhook', 'input', 'url'],
  },
  JSONObject: {
    document: 'mutation { createUser(input: {email: "a@example.com", data:\n[1]}) { __typename } }',
    literal: '[1]',
    path: ['createUser', 'input', 'data'],
  },
  TimeZone: {
    document: `{ analytics(range: {${DAY}, end: "2026-12-01T00:00:00Z"}, timeZone:\n7) { totals { meetings } } }`,
    literal: '7',
    path: ['analytics', 'timeZone'],
  },
};

/** Those that an argument or an input can have. */
function sentScalars(): string[] {
  const inputs = Object.values(schema.getTypeMap()).flatMap((type) => {
    if (type.name.startsWith('__')) return [];
    if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => field.type);
    if (!isObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap(({ args }) => args.map((arg) => arg.type));
  });
  const scalars = inputs.map((type) => getNamedType(type)).filter(isScalarType);
  const own = scalars.filter((type) => !isSpecifiedScalarType(type));
  return [...new Set(own.map(({ name }) => name))];
}

async function errorsOf(query: string, variables?: object) {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
    body: JSON.stringify({ query, variables }),
  });
  type Reply = {
    errors: {
      message: string;
      locations: { line: number }[];
      extensions: { issues: { path: string[] }[] };
    }[];
  };
  return ((await response.json()) as Reply).errors;
}

describe('a literal that its scalar refuses', () => {
  it('is tried for every scalar of ours that a client sends', () => {
    expect(sentScalars().sort()).toEqual(Object.keys(WRONG).sort());
  });

  it.each(Object.entries(WRONG))('is one error with its place: %s', async (_name, wrong) => {
    const errors = await errorsOf(wrong.document);
    expect(errors).toHaveLength(1);
    const [error] = errors;
    expect(error?.locations).toMatchObject([{ line: 2 }]);
    expect(error?.message).toContain(`got invalid value ${wrong.literal} at`);
    expect(error?.message).toContain(`"${wrong.path.slice(1).join('.')}"`);
    expect(error?.extensions.issues).toMatchObject([{ path: wrong.path }]);
  });

  it('is one error for each of two', async () => {
    const range = 'range: {start: "2026-11-01", end: "2026-12-01"}';
    const errors = await errorsOf(`{ analytics(${range}) { totals { meetings } } }`);
    expect(errors.map(({ extensions }) => extensions.issues[0]?.path)).toEqual([
      ['analytics', 'range', 'start'],
      ['analytics', 'range', 'end'],
    ]);
  });

  it('says within a list at which place', async () => {
    const errors = await errorsOf('{ users(filter: {createdAt: {gte: "x"}}) { totalCount } }');
    expect(errors[0]?.message).toContain('"filter.createdAt.gte"');
    const scopes = await errorsOf(
      'mutation { mintToken(input: {userId: "x", scopes: [BOT, NONE]}) { __typename } }',
    );
    expect(scopes[0]?.message).toContain('"input.scopes.1"');
  });

  it('says how to write the day that was meant, as for a variable', async () => {
    const remedy = 'for the start of that day in UTC, 2026-11-01T00:00:00Z';
    const [literal] = await errorsOf(WRONG['DateTime']?.document ?? '');
    expect(literal?.message).toContain(remedy);
    const [variable] = await errorsOf(
      'query ($range: DateRange!) { analytics(range: $range) { totals { meetings } } }',
      { range: { start: '2026-11-01', end: '2026-12-01T00:00:00Z' } },
    );
    expect(variable?.message).toContain(remedy);
  });
});
