import { z } from 'zod';
import { route } from '../../kit/rest/route.ts';

export const metricsRoute = route({
  method: 'GET',
  path: '/metrics',
  operationId: 'getMetrics',
  tag: 'Health',
  access: { requires: 'OPERATOR', analytics: true },
  summary: 'Metrics',
  description:
    'Returns the metrics of this process in the text format of Prometheus: requests by route, status and duration, GraphQL operations, database connections, background jobs, memory and event loop. Durations are in seconds. Prometheus can send the key as a bearer token. With `METRICS_PORT`, the same is served there without a key.',
  responses: {
    200: {
      description: 'The metrics.',
      schema: z.string().describe('Lines of text.'),
      mediaType: 'text/plain',
    },
  },
  handle: async ({ app: { metrics } }) => ({
    status: 200,
    headers: { 'content-type': metrics.contentType },
    body: await metrics.text(),
  }),
});
