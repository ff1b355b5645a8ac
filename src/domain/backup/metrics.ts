import type { App } from '../../core/app.ts';
import type { Metrics } from '../../core/metrics.ts';

/** Nothing without `BACKUP_DIR`. */
export function watchBackups(
  { gauge }: Pick<Metrics, 'gauge'>,
  { backups: { state }, config }: Pick<App, 'backups' | 'config'>,
): void {
  const { everyMs } = config.backup;
  if (state === null) return;
  gauge({
    name: 'latchkey_backup_interval_seconds',
    help: 'How long after a backup the next one is due: BACKUP_EVERY_HOURS.',
    read: () => everyMs / 1_000,
  });
  gauge({
    name: 'latchkey_backup_last_success_timestamp_seconds',
    help: 'When the newest complete backup in BACKUP_DIR was taken, in seconds since 1970; 0 without one.',
    read: () => (state.newestAt ?? 0) / 1_000,
  });
  gauge({
    name: 'latchkey_backup_failures',
    help: 'How many scheduled backups of this process have failed since it started.',
    read: () => state.failures,
  });
  gauge({
    name: 'latchkey_backup_size_bytes',
    help: 'The size of the last backup that this process wrote.',
    read: () => state.bytes,
  });
}
