import './graphql.ts';
import { countNotice } from '../../core/notices.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { meetingChanges } from './changes.ts';
import { watchSubscriptions } from './metrics.ts';
import { meetingChannel } from './notify.ts';

const parts = {
  changes: ({ directUrl, vault, log, breaker }) =>
    meetingChanges({ databaseUrl: directUrl, channel: meetingChannel(vault), log, breaker }),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const live: Domain = {
  name: 'live',
  parts,
  metrics: (metrics, { changes }) => watchSubscriptions(metrics, changes),
  notices: ({ changes }) => ({
    notifications: () =>
      countNotice(changes.ignored(), 'notifications in an unknown format were ignored'),
  }),
  close: ({ changes }) => changes.close(),
};
