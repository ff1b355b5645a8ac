import { preset } from './described.ts';
import { integerSetting } from './rules.ts';

const days = (description: string) => preset(integerSetting(0, 36_500), '0', description);

/** How long what it stores is kept. */
export const RETENTION = {
  TRANSCRIPT_RETENTION_DAYS: days(
    'How many days transcript segments are kept, counted from `createdAt` of their meeting once it is over. Figures of the meeting stay. `0`: forever. See [Retention](retention.md).',
  ),
  MEETING_RETENTION_DAYS: days(
    'How many days meetings that are over are kept, with everything that belongs to them. Figures of users and of the installation stay. `0`: forever.',
  ),
  USAGE_RETENTION_DAYS: days(
    'How many days requests per key and day are kept. Totals stay. `0`: forever.',
  ),
  AUDIT_RETENTION_DAYS: days(
    'How many days events stay in the audit log. Older ones are dropped from its beginning, and a sealed event records how many. `0`: forever, except refused requests (`AUDIT_REFUSALS_DAYS`).',
  ),
};
