import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { route } from '../../kit/rest/route.ts';

const tag = 'Health';
const access = { requires: 'ANYONE' } as const;
const okSchema = z.object({
  status: field(null, z.string().describe('`ok`.')),
  service: field(null, z.string().describe('`admin-api`.')),
});
const OK = { status: 'ok', service: 'admin-api' };

const root = route({
  method: 'GET',
  path: '/',
  tag,
  access,
  summary: 'What is this?',
  description: 'Says which service answers here.',
  responses: {
    200: {
      description: 'A greeting.',
      schema: z.object({ message: field(null, z.string().describe('The name of the service.')) }),
    },
  },
  handle: () => jsonAnswer(200, { message: 'Vexa Admin API (Latchkey)' }),
});

const health = route({
  method: 'GET',
  path: '/health',
  tag,
  access,
  summary: 'Is the process alive?',
  description: 'Answers as long as the process does. Asks no database.',
  responses: { 200: { description: 'It is.', schema: okSchema } },
  handle: () => jsonAnswer(200, OK),
});

const live = route({
  method: 'GET',
  path: '/health/live',
  tag,
  access,
  summary: 'Liveness',
  description: 'The same as `/health`, for orchestrators.',
  responses: { 200: { description: 'The process is alive.', schema: okSchema } },
  handle: () => jsonAnswer(200, OK),
});

const readySchema = z.object({
  status: field(null, z.enum(['ready', 'not ready']).describe('Whether traffic may come.')),
  checks: field(
    null,
    z.record(z.string(), z.string()).describe('Each check by name: `ok`, or what is wrong.'),
  ),
});

const ready = route({
  method: 'GET',
  path: '/health/ready',
  tag,
  access,
  summary: 'Readiness',
  description:
    'Whether traffic may come: the database answers and has all migrations. Further checks show what was set aside because it cannot be written; they change no status.',
  responses: {
    200: { description: 'It may.', schema: readySchema },
    503: { description: 'It may not yet; `checks` says why.', schema: readySchema },
  },
  handle: async ({ app }) => {
    const { ready: isReady, checks } = await app.isReady();
    if (isReady) return jsonAnswer(200, { status: 'ready', checks });
    return jsonAnswer(503, { status: 'not ready', checks }, { 'retry-after': '1' });
  },
});

export const healthRoutes = [root, health, live, ready];
