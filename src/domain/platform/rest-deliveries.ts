import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { rowLimit } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';

const deliveries = route({
  method: 'GET',
  path: '/user/webhook/deliveries',
  operationId: 'listWebhookDeliveries',
  tag: 'Webhooks',
  access: { requires: 'USER', scopes: ['bot', 'tx'] },
  summary: 'List webhook deliveries',
  description:
    'The events that this service sent to your webhook: none, because the platform sends them. Its meeting service has a list of its own.',
  query: z.object({ limit: rowLimit(100, 'The maximum number of deliveries.') }),
  responses: {
    200: {
      description: 'The deliveries.',
      schema: z.object({
        deliveries: field(
          null,
          z.array(z.record(z.string(), z.unknown())).describe('Always empty.'),
        ),
      }),
    },
  },
  handle: () => jsonAnswer(200, { deliveries: [] }),
});

export const deliveryRoutes = [deliveries];
