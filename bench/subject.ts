import type { Seeded } from './data.ts';

/** A row after which a page starts: its sort key for cursors, and its place for offsets. */
export type Position = {
  readonly createdAt: string;
  readonly id: number;
  /** How many rows come before the page. */
  readonly offset: number;
};

/** What one request is about. Each server expresses it in its own way. */
export type Subject = {
  readonly userId: number;
  /** Any key of any user. */
  readonly key: string;
  /** A user with 100 meetings, and its key. */
  readonly heavyUserId: number;
  readonly heavyKey: string;
  /** A meeting with sessions and a transcript. */
  readonly meetingId: number;
  /** Where a page of 100 users, of 100 meetings, and of 50 of the user's own meetings starts. */
  readonly users: Position;
  readonly meetings: Position;
  readonly ownMeetings: Position;
  readonly email: string;
};

const PAGE = 100;
const OWN_PAGE = 50;

let serial = 0;

/** Consecutive subjects differ in everything: no two requests under way ask for the same rows. */
export function drawSubject(seeded: Seeded): Subject {
  serial += 1;
  const { size, keys, heavyKeys, measuredMeetings } = seeded;
  const heavyUserId = place(heavyKeys.length);
  const ownOffset = 1 + (serial % OWN_PAGE);
  return {
    userId: place(size.users),
    key: keys[place(keys.length) - 1] ?? '',
    heavyUserId,
    heavyKey: heavyKeys[heavyUserId - 1] ?? '',
    meetingId: place(measuredMeetings),
    users: userPosition(seeded, place(size.users - PAGE)),
    meetings: meetingPosition(seeded, place(size.meetings - PAGE)),
    ownMeetings: {
      ...meetingPosition(seeded, heavyUserId + (ownOffset - 1) * heavyKeys.length),
      offset: ownOffset,
    },
    email: `new-${process.pid}-${serial}@bench.example.com`,
  };
}

const MINUTE_MS = 60_000;

/** Users are listed oldest first: the first one has the smallest id. */
function userPosition({ seededAt, size }: Seeded, id: number): Position {
  return position(seededAt - (size.users - id) * MINUTE_MS, id);
}

/** Meetings are listed newest first: the first one has the smallest id as well. */
function meetingPosition({ seededAt }: Seeded, id: number): Position {
  return position(seededAt - id * MINUTE_MS, id);
}

function position(createdAt: number, id: number): Position {
  return { createdAt: new Date(createdAt).toISOString(), id, offset: id };
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;
const strides = new Map<number, number>();

/** From 1 to the count. Any `count` consecutive places are all different, and neighbours are far apart. */
function place(count: number): number {
  const stride = strides.get(count) ?? strideOf(count);
  strides.set(count, stride);
  return 1 + ((serial * stride) % count);
}

function strideOf(count: number): number {
  let stride = Math.max(1, Math.round(count * GOLDEN_RATIO));
  while (commonDivisor(stride, count) !== 1) stride += 1;
  return stride;
}

function commonDivisor(one: number, other: number): number {
  return other === 0 ? one : commonDivisor(other, one % other);
}
