import { countNotice } from '../../core/notices.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { watchBackups } from './metrics.ts';
import { type Backups, scheduledBackups } from './schedule.ts';

const parts = {
  backups: ({ config, directUrl, clock, log, side: { rows } }) =>
    scheduledBackups({ config: config.backup, url: directUrl, clock, log, rows }),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const backup: Domain = {
  name: 'backup',
  parts,
  jobs: ({ app }) => ({ backups: app.backups.job }),
  metrics: (metrics, app) => watchBackups(metrics, app),
  notices: ({ backups: { state } }) => (state === null ? {} : { backup: () => noticeOf(state) }),
};

function noticeOf({ problem, future }: NonNullable<Backups['state']>): string {
  if (problem !== null) return 'failed: see the log for the cause';
  return countNotice(future, 'with dates in the future, which count as the oldest');
}
