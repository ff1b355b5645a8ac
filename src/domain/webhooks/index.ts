import './graphql-mutations.ts';
import './graphql.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { byId } from '../../kit/graphql/keyed-loader.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { targetCheck } from './check.ts';
import { type Network, systemNetwork } from './network.ts';
import { webhookRoutes } from './rest.ts';
import { userSecrets } from './secret.ts';
import { loadWebhooks } from './service.ts';
import { serviceUrlCheck } from './service-url.ts';
import { usableUrl } from './usable-url.ts';

const loaders = {
  webhook: ({ app }) =>
    byId(async (ids) =>
      (await loadWebhooks(app, ids)).map((webhook) => ({ ...webhook, id: webhook.userId })),
    ),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

const parts = {
  checkTarget: ({ config, network = systemNetwork() }) =>
    targetCheck({ network, allowed: config.privateTargets }),
  serviceUrlProblem: ({ network = systemNetwork() }) => serviceUrlCheck(network),
  usableUrl: ({ config, log }) => usableUrl(config.privateTargets, log),
  secrets: ({ vault, log }) => userSecrets(vault, log),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
  interface PartSource {
    /** The real world, if left out. */
    readonly network?: Network | undefined;
  }
}

export const webhooks: Domain = {
  name: 'webhooks',
  parts,
  loaders,
  routes: webhookRoutes,
};
