import fastify from 'fastify';
import mercurius from 'mercurius';
import { callerOf } from './keys.mjs';
import { pool } from './queries.mjs';
import { resolvers } from './resolvers.mjs';
import { SCHEMA } from './schema.mjs';
import { announce } from './settings.mjs';

// mercurius with its JIT and hand-written SQL.

const app = fastify();
app.decorateRequest('caller', null);
app.addHook('onRequest', async (request, reply) => {
  request.caller = await callerOf(pool, request.headers);
  if (request.caller === null) return reply.code(401).send({ detail: 'Invalid key' });
});
app.register(mercurius, {
  schema: SCHEMA,
  resolvers,
  jit: 1,
  context: ({ caller }) => ({ caller }),
});
await app.listen({ host: '127.0.0.1', port: 0 });
announce(app.server.address().port);
