import {
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLScalarType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import type { JsonConnection } from '../../../kit/graphql/json-rows.ts';

/** What the rows of a connection are called where they are one value. */
export const JSON_FIELDS: ReadonlyMap<string, keyof JsonConnection> = new Map([
  ['edges', 'edgesJson'],
  ['nodes', 'nodesJson'],
]);

const JSON_TEXT = new GraphQLNonNull(
  new GraphQLScalarType({ name: 'JsonText', serialize: (value) => value }),
);
const ADDED = new GraphQLObjectType({
  name: 'JsonRows',
  fields: Object.fromEntries([...JSON_FIELDS.values()].map((name) => [name, { type: JSON_TEXT }])),
}).getFields();

/**
 * Lets the compiler find these fields on every connection. They are there only meanwhile: the types are
 * those that clients query, and a copy of the schema would take much longer.
 */
export function whileCompiling<Result>(schema: GraphQLSchema, compile: () => Result): Result {
  const connections = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && type.name.endsWith('Connection'),
  ) as GraphQLObjectType[];
  for (const type of connections) Object.assign(type.getFields(), ADDED);
  try {
    return compile();
  } finally {
    for (const type of connections)
      for (const name of JSON_FIELDS.values()) delete type.getFields()[name];
  }
}
