import { optional, preset } from './described.ts';
import { folder, integerSetting } from './rules.ts';

/** Backups that the service writes itself. */
export const BACKUP = {
  BACKUP_DIR: optional(
    folder,
    '',
    'Where the service writes backups while it runs, preferably on another disk. Without it, there are none. Set it for every process that shares this folder, or for one process only. See [Backup](backup.md).',
  ),
  BACKUP_EVERY_HOURS: preset(
    integerSetting(1, 8_760),
    '24',
    'How many hours after the last backup the next one begins.',
  ),
  BACKUP_KEEP: preset(
    integerSetting(1, 10_000),
    '7',
    'How many backups are kept in `BACKUP_DIR`. Older ones are deleted after the next one is complete.',
  ),
};
