import type { Id } from './batches.ts';

/** What was said, as it is read there. */
export type ForeignSegment = {
  readonly id: Id;
  readonly meetingId: Id;
  readonly sessionUid: string | null;
  readonly segmentId: string;
  /** Null for what is no number of seconds. */
  readonly start: number | null;
  readonly end: number | null;
  readonly text: string;
  readonly speaker: string | null;
  readonly language: string | null;
  readonly createdAt: string | null;
};
