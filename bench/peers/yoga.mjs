import { createServer } from 'node:http';
import { GraphQLError } from 'graphql';
import { createSchema, createYoga } from 'graphql-yoga';
import { callerOf } from './keys.mjs';
import { pool } from './queries.mjs';
import { resolvers } from './resolvers.mjs';
import { SCHEMA } from './schema.mjs';
import { announce } from './settings.mjs';

// GraphQL Yoga as it comes, with plain resolvers and hand-written SQL.

const yoga = createYoga({
  schema: createSchema({ typeDefs: SCHEMA, resolvers }),
  graphiql: false,
  logging: 'warn',
  context: async ({ req }) => {
    const caller = await callerOf(pool, req.headers);
    if (caller === null)
      throw new GraphQLError('Invalid key', { extensions: { http: { status: 401 } } });
    return { caller };
  },
});
const server = createServer(yoga);
server.listen(0, '127.0.0.1', () => announce(server.address().port));
