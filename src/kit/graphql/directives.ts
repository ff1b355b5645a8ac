import {
  DirectiveLocation,
  GraphQLDirective,
  type GraphQLEnumType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';

const COST = new GraphQLDirective({
  name: 'cost',
  description:
    'What the field adds to the cost of a document, in addition to one point for each object. Fields without it add nothing.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    base: { type: GraphQLInt, description: 'Points for each place in the document.' },
    weight: { type: GraphQLInt, description: 'Points for each object that it is asked of.' },
    items: { type: GraphQLInt, description: 'How many objects the list counts as.' },
    by: {
      type: GraphQLString,
      description: 'The argument that says how many objects the list counts as.',
    },
  },
});

/** Adds the definitions of `@auth` and `@cost`, which fields carry, so that the printed schema is whole. */
export function withDirectives(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  // Both are ours, and enums: see auth/graphql.ts and token/graphql.ts.
  const access = schema.getType('Access') as GraphQLEnumType;
  const scope = schema.getType('TokenScope') as GraphQLEnumType;
  const auth = new GraphQLDirective({
    name: 'auth',
    description:
      'Who may read the field. Without it: whoever may read the object, or anybody for a field of Query.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      requires: {
        type: new GraphQLNonNull(access),
        description: 'What the headers must prove. ADMIN always may.',
      },
      scopes: {
        type: new GraphQLList(new GraphQLNonNull(scope)),
        description: 'A user key needs one of these.',
      },
    },
  });
  return new GraphQLSchema({ ...config, directives: [...config.directives, auth, COST] });
}
