import './graphql.ts';
import DataLoader from 'dataloader';
import { idRead } from '../../data/coalescing/shared-read.ts';
import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { ifThere } from '../../kit/graphql/row-loaders.ts';
import { type GroupOfUser, listGroupsOf } from './group-rows.ts';
import { discoveryRoutes } from './rest-discovery.ts';
import { groupRoutes } from './rest-groups.ts';
import { provisioningUserRoutes } from './rest-users.ts';
import { loadProvisioning } from './user-rows.ts';

const GROUPS = idRead<readonly GroupOfUser[]>(async (app, ids) => {
  const rows = Map.groupBy(await listGroupsOf(app, ids), ({ userId }) => userId);
  return ids.map((id) => rows.get(id) ?? []);
});

const loaders = {
  provisioning: ifThere(loadProvisioning),
  groupsOfUser: ({ app }) =>
    new DataLoader((ids: readonly bigint[]) => app.sharedReads.each(app, GROUPS, ids)),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

export const provisioning: Domain = {
  name: 'provisioning',
  loaders,
  routes: [...provisioningUserRoutes, ...groupRoutes, ...discoveryRoutes],
};
