import { readFileSync } from 'node:fs';
import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  parse,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';

const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
const BUILT_IN = ['String', 'Int', 'Float', 'Boolean', 'ID'];

describe('the schema', () => {
  it('describes every type, field, argument, input field and enum value', () => {
    const bare = types.flatMap(partsOf).filter(({ description }) => !description);
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  it('answers every mutation with a union of one success and errors', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const union = schema.getType(field.type.toString().replace('!', ''));
      if (!isUnionType(union)) throw new Error(`${field.name} does not answer with a union`);
      const errors = union
        .getTypes()
        .filter((type) => type.getInterfaces().some(({ name }) => name === 'Error'));
      expect([field.name, union.getTypes().length - errors.length]).toEqual([field.name, 1]);
      expect(errors.length).toBeGreaterThan(0);
    }
  });
});

/** A user who is signed in may do these with its own keys. That another field is open to it is to be decided here. */
const FOR_SIGNED_IN = ['Mutation.cancelRotation', 'Mutation.mintToken'];

describe('the printed schema', () => {
  it('opens only known fields to users who are signed in', () => {
    const { definitions } = parse(readFileSync('schema/schema.graphql', 'utf8'));
    const open = definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION ||
      definition.kind === Kind.INTERFACE_TYPE_DEFINITION
        ? (definition.fields ?? [])
            .filter(({ directives = [] }) =>
              directives.some(({ arguments: given = [] }) =>
                given.some(({ name }) => name.value === 'signedIn'),
              ),
            )
            .map(({ name }) => `${definition.name.value}.${name.value}`)
        : [],
    );
    expect(open.sort()).toEqual(FOR_SIGNED_IN);
  });
});

type Part = { readonly name: string; readonly description?: string | null | undefined };

function partsOf(type: GraphQLNamedType): Part[] {
  const own = BUILT_IN.includes(type.name) ? [] : [type];
  return [
    ...own,
    ...membersOf(type).map((part) => ({ ...part, name: `${type.name}.${part.name}` })),
  ];
}

function membersOf(type: GraphQLNamedType): Part[] {
  if (isEnumType(type)) return [...type.getValues()];
  if (isInputObjectType(type)) return Object.values(type.getFields());
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [field, ...field.args]);
}
