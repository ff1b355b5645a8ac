import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { pgInsertSingle } from 'postgraphile/@dataplan/pg';
import { makePgService } from 'postgraphile/adaptors/pg';
import { context, get, lambda, object } from 'postgraphile/grafast';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { extendSchema, gql, jsonPgSmartTags } from 'postgraphile/utils';
import { callerOf, newKey } from './keys.mjs';
import { announce, databaseUrl, poolSize } from './settings.mjs';

// PostGraphile on the tables that the workloads touch. Whose key it is is found out before it is
// asked, and reaches its plans by the context.

const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });

const WANTED = new Set('users api_tokens meetings meeting_sessions transcript_segments'.split(' '));

const { rows: tables } = await pool.query(
  "select tablename as name from pg_tables where schemaname = 'public'",
);
const onlyWantedTables = jsonPgSmartTags({
  version: 1,
  config: {
    class: Object.fromEntries(
      tables
        .filter(({ name }) => !WANTED.has(name))
        .map(({ name }) => [`public.${name}`, { tags: { behavior: '-*' } }]),
    ),
  },
});

const ownersAndKeys = extendSchema((build) => {
  const { users, api_tokens: tokens } = build.pgResources;
  return {
    typeDefs: gql`
      type MintedToken {
        id: BigInt!
        secret: String!
      }
      extend type Query {
        viewer: User
      }
      extend type Mutation {
        mintToken(userId: BigInt!, scopes: [String!]!): MintedToken
      }
    `,
    objects: {
      Query: {
        plans: {
          viewer: () => users.get({ id: context().get('userId') }),
        },
      },
      Mutation: {
        plans: {
          mintToken(_root, { $userId, $scopes }) {
            const $key = lambda($scopes, newKey);
            const $token = pgInsertSingle(tokens, {
              user_id: $userId,
              digest: get($key, 'digest'),
              hint: get($key, 'hint'),
              scopes: $scopes,
            });
            return object({ id: $token.get('id'), secret: get($key, 'text') });
          },
        },
      },
    },
  };
});

const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [onlyWantedTables, ownersAndKeys],
  disablePlugins: [
    'NodePlugin',
    'PgConditionArgumentPlugin',
    'PgMutationUpdateDeletePlugin',
    'PgMutationPayloadEdgePlugin',
    'PgProceduresPlugin',
    'PgCustomTypeFieldPlugin',
    'SubscriptionPlugin',
  ],
  pgServices: [
    makePgService({
      connectionString: databaseUrl,
      schemas: ['public'],
      poolConfig: { max: poolSize },
    }),
  ],
  gather: { installWatchFixtures: false },
  grafast: {
    explain: false,
    context: ({ node }) => ({ userId: node?.req.caller.userId }),
  },
  grafserv: { graphqlPath: '/graphql', graphiql: false, websockets: false, watch: false },
};

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server, false);

const [answer] = server.listeners('request');
server.removeAllListeners('request');
server.on('request', async (request, response) => {
  request.caller = await callerOf(pool, request.headers);
  if (request.caller !== null) return answer(request, response);
  response.writeHead(401, { 'content-type': 'application/json' });
  response.end('{"detail":"Invalid key"}');
});
server.listen(0, '127.0.0.1', () => announce(server.address().port));
