import {
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
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
