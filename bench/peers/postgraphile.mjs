import { createServer } from 'node:http';
import pg from 'pg';
import { postgraphile } from 'postgraphile';
import { sideEffectWithPgClient } from 'postgraphile/@dataplan/pg';
import { makePgService } from 'postgraphile/adaptors/pg';
import { context, object } from 'postgraphile/grafast';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { extendSchema, gql, jsonPgSmartTags } from 'postgraphile/utils';
import { callerOf, newKey } from './keys.mjs';
import { announce, databaseUrl, poolSize } from './settings.mjs';
import { CREATE_USER, MINT_TOKEN } from './writes.mjs';

// PostGraphile on the tables that the workloads touch. Whose key it is is found out before it is
// asked, and reaches its plans by the context.

const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });

const WANTED = new Set(
  'users api_tokens token_usage meetings meeting_sessions transcript_segments'.split(' '),
);

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
  const { users } = build.pgResources;
  const { executor } = users;
  return {
    typeDefs: gql`
      type CreatedUser {
        id: BigInt!
        email: String!
        createdAt: Datetime!
      }
      type MintedToken {
        id: BigInt!
        hint: String!
        secret: String!
      }
      extend type Query {
        viewer: User
      }
      extend type Mutation {
        createUser(email: String!): CreatedUser
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
          createUser: (_root, { $email }) =>
            sideEffectWithPgClient(executor, $email, async (client, email) => {
              const { rows } = await client.query({
                name: 'create-user',
                text: CREATE_USER,
                values: [email],
              });
              return rows[0];
            }),
          mintToken: (_root, { $userId, $scopes }) =>
            sideEffectWithPgClient(
              executor,
              object({ userId: $userId, scopes: $scopes }),
              async (client, { userId, scopes }) => {
                const { text, digest, hint } = newKey(scopes);
                const { rows } = await client.query({
                  name: 'mint-token',
                  text: MINT_TOKEN,
                  values: [userId, digest, hint, scopes],
                });
                return { ...rows[0], secret: text };
              },
            ),
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
    'PgMutationCreatePlugin',
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
