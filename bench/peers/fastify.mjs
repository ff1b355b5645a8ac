import fastify from 'fastify';
import { callerOf } from './keys.mjs';
import {
  countMeetings,
  createUser,
  mintToken,
  pool,
  readMeeting,
  readMeetings,
  readOwnMeetings,
  readUser,
  readUsers,
} from './queries.mjs';
import { announce } from './settings.mjs';

// Fastify with a REST route for each workload, on the same hand-written SQL.

const PAGE = 100;
const OWN_PAGE = 50;
const FIGURES = ['meetingStats', 'usagePatterns'];

function page({ createdAt, id }, first = PAGE) {
  return { first, after: Buffer.from(JSON.stringify([createdAt, id])).toString('base64url') };
}

function withUser({ userId, userEmail, userName, ...meeting }) {
  return { ...meeting, user: { id: userId, email: userEmail, name: userName } };
}

async function readPage(params) {
  return (await readMeetings(page(params), ['data'])).map(withUser);
}

const app = fastify();
app.decorateRequest('caller', null);
app.addHook('onRequest', async (request, reply) => {
  request.caller = await callerOf(pool, request.headers);
  if (request.caller === null) return reply.code(401).send({ detail: 'Invalid key' });
});

function route(method, url, mayCall, answer) {
  app.route({
    method,
    url,
    handler: (request, reply) =>
      mayCall(request.caller)
        ? answer(request)
        : reply.code(403).send({ detail: 'Not for this key' }),
  });
}

const isAdmin = (caller) => caller.isAdmin;
const isUser = (caller) => caller.userId !== null;

route('GET', '/user/:id', isAdmin, ({ params }) => readUser(params.id, ['apiTokens']));
route('GET', '/users/:createdAt/:id', isAdmin, ({ params }) => readUsers(page(params), ['data']));
route('GET', '/meetings/:createdAt/:id', isAdmin, async ({ params }) => ({
  nodes: await readPage(params),
}));
route('GET', '/counted-meetings/:createdAt/:id', isAdmin, async ({ params }) => {
  const [nodes, totalCount] = await Promise.all([readPage(params), countMeetings()]);
  return { nodes, totalCount };
});
route('GET', '/telematics/:id', isAdmin, ({ params }) =>
  readMeeting(params.id, ['sessions', 'performance', 'transcription']),
);
route('GET', '/details/:id', isAdmin, ({ params }) =>
  readUser(params.id, ['apiTokens', ...FIGURES]),
);
route('POST', '/create-and-mint', isAdmin, async ({ body }) => {
  const user = await createUser(body);
  return { ...user, ...(await mintToken(body)) };
});
route('GET', '/me', isUser, ({ caller }) => readUser(caller.userId, []));
route('GET', '/my-meetings/:createdAt/:id', isUser, ({ caller, params }) =>
  readOwnMeetings(caller.userId, page(params, OWN_PAGE), ['data']),
);

await app.listen({ host: '127.0.0.1', port: 0 });
announce(app.server.address().port);
