import fc from 'fast-check';
import { buildSchema, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { expect, it } from 'vitest';
import { compilingExecutor } from '../../../src/api/graphql/executor.ts';
import type { Context } from '../../../src/kit/graphql/context.ts';

// Documents that nobody would write, on a schema of which each field may fail: compiled, they answer
// as the library does.

const FIELDS = `id: ID! a: String b: String! bad: String worse: String! child: Thing kids: [Thing!]! spare: [Thing]`;
const schema: GraphQLSchema = buildSchema(`
  interface Thing { ${FIELDS} }
  type One implements Thing { ${FIELDS} one: Int! }
  type Two implements Thing { ${FIELDS} two: Int }
  type Query { ${FIELDS} thing: Thing! }`);

const things = ['One', 'Two'];
for (const name of ['Query', ...things]) {
  const type = schema.getType(name);
  if (type === undefined || !('getFields' in type)) continue;
  for (const field of Object.values(type.getFields())) {
    if (!('resolve' in field)) continue;
    field.resolve = (parent: { depth?: number } | undefined) => {
      const depth = (parent?.depth ?? 0) + 1;
      const child = (kind: number) => ({ depth, __typename: things[(depth + kind) % 2] });
      if (field.name === 'bad' || field.name === 'worse') throw new Error(`${field.name} ${depth}`);
      if (['child', 'thing'].includes(field.name)) return child(0);
      if (field.name === 'kids') return [child(0), child(1)];
      if (field.name === 'spare')
        return [child(0), Promise.reject(new Error(`item ${depth}`)), child(1)];
      return ['one', 'two'].includes(field.name) ? depth : `${field.name} ${depth}`;
    };
  }
}

const condition = fc.constantFrom(
  ...['', '', '', ' @skip(if: $x)', ' @include(if: $y)', ' @skip(if: $y) @include(if: $x)'],
  ' @include(if: true)',
  ' @skip(if: true)',
);
const leaf = fc.constantFrom('id', 'a', 'b', 'bad', '__typename', 'z: a', 'y: id', 'worse');

const { selection } = fc.letrec<{ selection: string; field: string }>((tie) => {
  const set = fc
    .array(tie('selection'), { minLength: 1, maxLength: 4 })
    .map((all) => `{ ${all.join(' ')} }`);
  return {
    field: fc
      .tuple(fc.constantFrom('child', 'kids', 'spare', 'c: child', 'k: kids'), condition, set)
      .map((parts) => parts.join(' ')),
    selection: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.tuple(leaf, condition).map((parts) => parts.join('')),
      tie('field'),
      fc
        .tuple(fc.constantFrom('...', '... on Thing', '... on One', '... on Two'), condition, set)
        .map((parts) => parts.join(' ')),
      fc.tuple(fc.constantFrom('...F', '...G'), condition).map((parts) => parts.join('')),
    ),
  };
});

const some = fc.array(selection, { minLength: 1, maxLength: 4 }).map((all) => all.join(' '));
const documents = fc.tuple(some, some, some).map(([root, f, g]) => {
  const inner = (text: string, names: RegExp) => text.replace(names, 'id');
  return `query ($x: Boolean!, $y: Boolean!) { thing { ${root} } }
    fragment F on Thing { ${inner(f, /\.\.\.F\S*( @\w+\(if: \S+\))*/g)} }
    fragment G on Thing { ${inner(g, /\.\.\.[FG]\S*( @\w+\(if: \S+\))*/g)} }`;
});

const told = (result: unknown): unknown => JSON.parse(JSON.stringify(result));

it('documents of any form are answered alike by the library and compiled', async () => {
  let asked = 0;
  const property = fc.asyncProperty(documents, fc.boolean(), fc.boolean(), async (text, x, y) => {
    const unused = ['F', 'G'].filter((name) => !text.includes(`...${name}`));
    const source = unused.reduce(
      (all, name) => all.replace(new RegExp(`fragment ${name} .*`), ''),
      text,
    );
    const document = parse(source);
    const errors = validate(schema, document).filter(
      ({ message }) => !message.includes('never used'),
    );
    fc.pre(errors.length === 0);
    asked += 1;
    const variables = { x, y };
    const run = compilingExecutor(schema);
    const ask = () => run({ document, variables, coerced: variables, context: {} as Context });
    await ask();
    await ask();
    const compiled = await ask();
    const plain = await execute({ schema, document: parse(source), variableValues: variables });
    expect(told(compiled), source).toEqual(told(plain));
  });
  await fc.assert(property, { numRuns: 1500, seed: 1 });
  expect(asked).toBeGreaterThan(100);
});
