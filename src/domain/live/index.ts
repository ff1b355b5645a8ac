import './graphql.ts';
import { countNotice } from '../../core/notices.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { meetingChanges } from './changes.ts';
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
  notices: ({ changes }) => ({
    notifications: () =>
      countNotice(changes.ignored(), 'notifications in an unknown format were ignored'),
  }),
  close: ({ changes }) => changes.close(),
};
