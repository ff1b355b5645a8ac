import type { Config } from '../../core/config/config.ts';
import { daysOf, KIND_NAMES, RETENTION_KINDS } from '../../domain/retention/kinds.ts';
import { type InstallationCheck, ok, warn } from './check.ts';

const DAY_MS = 86_400_000;

/** What is deleted by age, and whether a restore would still find the events that it needs. */
export function checkRetention(config: Pick<Config, 'retention' | 'backup'>): InstallationCheck[] {
  const limited = KIND_NAMES.filter((kind) => daysOf(config, kind) > 0);
  if (limited.length === 0) return [];
  const { retention, backup } = config;
  const covered = Math.ceil((backup.keep * backup.everyMs) / DAY_MS);
  if (backup.dir !== null && retention.auditEvents > 0 && retention.auditEvents < covered)
    return [
      warn(
        'retention',
        `The audit log keeps events for ${retention.auditEvents} days, and backups are up to ${covered} days old: a restore of the oldest one would not find what was revoked since.`,
        'Raise AUDIT_RETENTION_DAYS, or lower BACKUP_KEEP.',
      ),
    ];
  const limits = limited.map((kind) => `${RETENTION_KINDS[kind].setting} ${daysOf(config, kind)}`);
  return [ok('retention', `Rows are deleted by age: ${limits.join(', ')}.`)];
}
