import type { Config } from '../../core/config/config.ts';
import { auditRetention } from './audit-events.ts';
import { meetingRetention } from './meetings.ts';
import { segmentRetention } from './segments.ts';
import { usageRetention } from './usage.ts';
import type { RetentionWork } from './work.ts';

// What is deleted by age. A run of a kind goes through all of its rows that are older than a date, in
// batches, each in a transaction with the place where it ended: a killed process goes on from there.

export const RETENTION_KINDS = {
  SEGMENTS: {
    description: 'Transcript segments of meetings that are over. Figures of the meeting stay.',
    setting: 'TRANSCRIPT_RETENTION_DAYS',
    daysOf: ({ retention }) => retention.segments,
  },
  MEETINGS: {
    description:
      'Meetings that are over, with their status changes, sessions and segments. Figures of the user and of the installation stay.',
    setting: 'MEETING_RETENTION_DAYS',
    daysOf: ({ retention }) => retention.meetings,
  },
  USAGE: {
    description: 'Requests per key and day. Totals stay.',
    setting: 'USAGE_RETENTION_DAYS',
    daysOf: ({ retention }) => retention.usage,
  },
  AUDIT_EVENTS: {
    description: 'Events of the audit log, from its beginning.',
    setting: 'AUDIT_RETENTION_DAYS',
    daysOf: ({ retention }) => retention.auditEvents,
  },
} as const satisfies Readonly<Record<string, KindRule>>;

type KindRule = {
  readonly description: string;
  readonly setting: string;
  readonly daysOf: (config: Pick<Config, 'retention'>) => number;
};

export type RetentionKind = keyof typeof RETENTION_KINDS;

export const KIND_NAMES = Object.keys(RETENTION_KINDS) as readonly RetentionKind[];

export function daysOf(config: Pick<Config, 'retention'>, kind: RetentionKind): number {
  return RETENTION_KINDS[kind].daysOf(config);
}

export const RETENTION_WORK: Readonly<Record<RetentionKind, RetentionWork>> = {
  SEGMENTS: segmentRetention,
  MEETINGS: meetingRetention,
  USAGE: usageRetention,
  AUDIT_EVENTS: auditRetention,
};
