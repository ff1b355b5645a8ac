import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { route } from '../../kit/rest/route.ts';
import { ALIVE } from './alive.ts';
import { metricsRoute } from './rest-metrics.ts';

const tag = 'Health';
const access = { requires: 'ANYONE' } as const;
const okSchema = z.object({
  status: field(null, z.literal('ok').describe('Always `ok`.')),
  service: field(null, z.literal('admin-api').describe('Always `admin-api`.')),
  version: field(null, z.string().describe('The version of this service.')),
});

const root = route({
  method: 'GET',
  path: '/',
  operationId: 'identifyService',
  tag,
  access,
  summary: 'Identify the service',
  description: 'Returns which service this is.',
  responses: {
    200: {
      description: 'A greeting.',
      schema: z.object({ message: field(null, z.string().describe('The name of the service.')) }),
    },
  },
  // Browsers get a page.
  handle: () => jsonAnswer(200, { message: 'Vexa Admin API (Latchkey)' }, { vary: 'Accept' }),
});

const health = route({
  method: 'GET',
  path: '/health',
  operationId: 'getHealth',
  tag,
  access,
  summary: 'Check that the process is alive',
  description: 'Responds as long as the process runs. Does not query the database.',
  responses: { 200: { description: 'The process is alive.', schema: okSchema } },
  handle: () => jsonAnswer(200, ALIVE),
});

const live = route({
  method: 'GET',
  path: '/health/live',
  operationId: 'getLiveness',
  tag,
  access,
  summary: 'Liveness',
  description: 'The same as `/health`, for orchestrators.',
  responses: { 200: { description: 'The process is alive.', schema: okSchema } },
  handle: () => jsonAnswer(200, ALIVE),
});

const readySchema = z.object({
  status: field(
    null,
    z.enum(['ready', 'not ready']).describe('Whether the service accepts traffic.'),
  ),
  checks: field(
    null,
    z
      .record(z.string(), z.string())
      .describe('The result of each check by name: `ok`, or the problem.'),
  ),
});

const ready = route({
  method: 'GET',
  path: '/health/ready',
  operationId: 'getReadiness',
  tag,
  access,
  summary: 'Readiness',
  description:
    'Check that the service is ready: the database responds, lets requests connect, and has all migrations. During a start or a stop, the only check is `start` or `shutdown`, and says what is happening. Further checks report missing parts of the database, and data that could not be written; they do not change the status.',
  responses: {
    200: { description: 'The service is ready.', schema: readySchema },
    503: { description: 'The service is not ready; `checks` says why.', schema: readySchema },
  },
  handle: async ({ app }) => {
    const { ready: isReady, checks } = await app.isReady();
    if (isReady) return jsonAnswer(200, { status: 'ready', checks });
    return jsonAnswer(503, { status: 'not ready', checks }, { 'retry-after': '1' });
  },
});

export const healthRoutes = [root, health, live, ready, metricsRoute];
