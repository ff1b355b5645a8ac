import {
  DirectiveLocation,
  GraphQLBoolean,
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
    'What the field adds to the cost of a document, on top of one point per object. Fields without it add nothing.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    base: { type: GraphQLInt, description: 'Points for each occurrence in the document.' },
    weight: { type: GraphQLInt, description: 'Points for each object on which it is selected.' },
    items: { type: GraphQLInt, description: 'The number of objects that the list counts as.' },
    by: {
      type: GraphQLString,
      description: 'The argument that sets the number of objects that the list counts as.',
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
      'Who may read the field. Without it: everyone who may read the object, or everyone for a field of Query.',
    locations: [DirectiveLocation.FIELD_DEFINITION],
    args: {
      requires: {
        type: new GraphQLNonNull(access),
        description: 'The access level that the headers must prove. ADMIN is always sufficient.',
      },
      scopes: {
        type: new GraphQLList(new GraphQLNonNull(scope)),
        description: 'A user key needs one of these scopes.',
      },
      signedIn: {
        type: GraphQLBoolean,
        description:
          'If true, a user who is signed in with a browser may use it, too, for what is its own.',
      },
    },
  });
  return new GraphQLSchema({ ...config, directives: [...config.directives, auth, COST] });
}
