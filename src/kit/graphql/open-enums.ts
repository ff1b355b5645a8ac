import type { SchemaTypes } from '@pothos/core';
import { type GraphQLSchema, isEnumType } from 'graphql';

const REST = 'rest';

/** For `extensions` of an enumeration of recorded words: the value for those that it does not know. */
export function restIs(valueName: string): Readonly<Record<string, unknown>> {
  return { [REST]: valueName };
}

/** An enumeration with a rest can be asked to answer any word. */
export function open<Types extends SchemaTypes, Word extends string>(
  enumeration: PothosSchemaTypes.EnumRef<Types, Word>,
): PothosSchemaTypes.EnumRef<Types, string, Word> {
  return enumeration as unknown as PothosSchemaTypes.EnumRef<Types, string, Word>;
}

/** The type itself knows the rest, so that fields need no resolver, which would be called for each row. */
export function withOpenEnums(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isEnumType(type) || typeof type.extensions[REST] !== 'string') continue;
    const rest = type.extensions[REST];
    const names = new Map<unknown, string>(
      type.getValues().map(({ value, name }) => [value, name]),
    );
    type.serialize = (word) => names.get(word) ?? rest;
  }
  return schema;
}
