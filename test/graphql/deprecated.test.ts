import { buildSchema, getOperationAST, parse } from 'graphql';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { planDeprecatedUses } from '../../src/api/graphql/deprecated-uses.ts';
import { operationCheck } from '../../src/api/graphql/operation.ts';
import type { YogaContext } from '../../src/api/graphql/yoga-plugin.ts';
import { newRecord } from '../../src/core/http/record.ts';
import { clientWarnings } from '../../src/domain/client-warnings/client-warnings.ts';
import { noCost } from '../../src/kit/graphql/cost-meter.ts';
import { ANONYMOUS } from '../../src/security/callers/viewer.ts';

const OLD = '@deprecated(reason: "Use `email`. Removed after 2027-01-31.")';
const schema = buildSchema(`
  type Query { user(by: By, list: [By!], kinds: [Kind], old: Int ${OLD}): User }
  type User { name: String ${OLD}, email: String, friend: User }
  input By { id: ID, name: String ${OLD}, inner: By, kind: Kind }
  enum Kind { A, B ${OLD} }
`);

function usesOf(text: string, variables?: Record<string, unknown>, name?: string) {
  const document = parse(text);
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error('no operation');
  return [...planDeprecatedUses(schema, document, operation)(variables)].sort();
}

describe('the deprecated parts that an operation uses', () => {
  it.each([
    ['none', '{ user { email } }', undefined, []],
    ['a field', '{ user { friend { name } } }', undefined, ['User.name']],
    [
      'a field in a fragment',
      '{ user { ...F } } fragment F on User { a: name }',
      undefined,
      ['User.name'],
    ],
    ['an argument', '{ user(old: 1) { email } }', undefined, ['Query.user(old:)']],
    ['an input field', '{ user(by: {inner: {name: "x"}}) { email } }', undefined, ['By.name']],
    ['an enum value', '{ user(by: {kind: B}, kinds: [A]) { email } }', undefined, ['Kind.B']],
    [
      'parts of variables',
      'query ($by: By, $list: [By!], $kinds: [Kind]) { user(by: $by, list: $list, kinds: $kinds) { email } }',
      { by: { inner: { id: 1 } }, list: [{ name: null }, { id: 2 }], kinds: 'B' },
      ['By.name', 'Kind.B'],
    ],
  ] as const)('are found: %s', (_what, text, variables, uses) => {
    expect(usesOf(text, variables)).toEqual(uses);
  });

  it('are those of the operation that runs', () => {
    const text = 'query A { user { ...F } } query B { user { email } } fragment F on User { name }';
    expect([usesOf(text, {}, 'A'), usesOf(text, {}, 'B')]).toEqual([['User.name'], []]);
  });

  it('are counted for each client when it runs, and not when it is refused', () => {
    const lines: string[] = [];
    const counts = clientWarnings({ log: pino({}, { write: (line) => lines.push(line) }) });
    const context = {
      app: { clientWarnings: counts },
      viewer: ANONYMOUS,
      params: { variables: { by: { name: 'x' } } },
      record: newRecord(),
      isSchemaOpen: true,
      isDryRun: false,
      cost: noCost(),
    } as unknown as YogaContext;
    const document = parse('query ($by: By) { user(by: $by) { name } }');
    const definition = getOperationAST(document);
    if (!definition) throw new Error('no operation');
    const check = operationCheck(schema);
    check({ document, definition }, context);
    check({ document, definition }, context);
    const wrong = { ...context, params: { variables: { by: { unknown: 1 } } } } as YogaContext;
    expect(check({ document, definition }, wrong)).toHaveProperty('refused');
    const seen = counts.list().map(({ kind, subject, times }) => [kind, subject, times]);
    expect(seen.sort()).toEqual([
      ['DEPRECATED', 'By.name', 2],
      ['DEPRECATED', 'User.name', 2],
    ]);
    expect(lines).toHaveLength(1);
  });
});
