import './graphql-mutations.ts';
import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';
import { byId } from '../../kit/graphql/keyed-loader.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { webhookRoutes } from './rest.ts';
import { loadWebhooks } from './service.ts';

const loaders = {
  webhook: ({ app }) =>
    byId(async (ids) =>
      (await loadWebhooks(app, ids)).map((webhook) => ({ ...webhook, id: webhook.userId })),
    ),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

export const webhooks: Domain = {
  name: 'webhooks',
  loaders,
  routes: webhookRoutes,
};
