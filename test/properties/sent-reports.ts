import type { Act, Named, ReportedCall } from './random-reports.ts';
import { type KnownChange, nextOf } from './reference-meeting.ts';
import type { Reference } from './reference-reports.ts';

type Sendable = Extract<Act, { kind: 'meetings' | 'changes' | 'sessions' | 'segments' }>;
type Changes = { readonly kind: 'changes'; readonly items: readonly KnownChange[] };

/** An act as it is sent, with moments in place of times from now. */
export type Sent = Exclude<Sendable, { kind: 'changes' }> | Changes;

/** One user's bots, and what the reference makes of their reports. */
export type Player = {
  readonly userId: number;
  readonly nodeId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly reference: Reference;
  /** What the database calls the meetings of the reference, in their order. */
  readonly ids: number[];
  readonly sent: Sent[];
};

const moved = (time: number | null, now: number) => (time === null ? null : now + time);

/** Names what is there, and what may come next, as the reference has it. */
export function sentAt(act: Sendable, now: number, reference: Reference): Sent {
  const count = reference.meetings.length;
  const named = (name: Named): Named =>
    'nth' in name && count > 0 ? { nth: name.nth % count } : name;
  if (act.kind === 'meetings') {
    const items = act.items.map((item) => ({
      ...item,
      createdAt: moved(item.createdAt, now),
      startTime: moved(item.startTime, now),
      endTime: moved(item.endTime, now),
    }));
    return { ...act, items };
  }
  if (act.kind === 'changes') {
    const items = act.items.map((item) => {
      const meeting = named(item.meeting);
      const { status } = item;
      const next =
        typeof status === 'string' ? status : nextOf(reference.find(meeting), status.nth);
      return { ...item, meeting, status: next, at: moved(item.at, now) };
    });
    return { ...act, items };
  }
  if (act.kind === 'segments') return { ...act, meeting: named(act.meeting) };
  const items = act.items.map(({ uid, at }) => ({ uid, at: now + at }));
  return { ...act, meeting: named(act.meeting), items };
}

const MUTATIONS = {
  meetings: 'recordMeeting',
  changes: 'updateMeetingStatus',
  sessions: 'recordSessions',
  segments: 'recordSegments',
} as const;

/** The mutation and its input. */
export function inputOf(player: Player, sent: Sent) {
  return { mutation: MUTATIONS[sent.kind], input: fieldsOf(player, sent) };
}

const date = (time: number | null) => (time === null ? null : new Date(time));

export function nativeOf({ userId }: Pick<Player, 'userId'>, room: ReportedCall) {
  const [platform = '', name] = room.split(' ');
  return { platform: platform.toUpperCase(), nativeMeetingId: `${name}-${userId}` };
}

function fieldsOf(player: Player, sent: Sent): object {
  const nameOf = (name: Named) =>
    'nth' in name
      ? { databaseId: player.ids[name.nth] ?? 2 ** 40 }
      : { native: nativeOf(player, name.room) };
  if (sent.kind === 'meetings') {
    const meetings = sent.items.map(({ room, status, container, reason, stage, ...item }) => ({
      ...nativeOf(player, room),
      status: status.toUpperCase(),
      botContainerId: container,
      completionReason: reason,
      failureStage: stage,
      createdAt: date(item.createdAt),
      startTime: date(item.startTime),
      endTime: date(item.endTime),
      data: item.data,
    }));
    return { userId: player.nodeId, meetings };
  }
  if (sent.kind === 'changes') {
    const changes = sent.items.map(({ meeting, status, at, reason, stage, data }) => ({
      ...{ meeting: nameOf(meeting), status: status.toUpperCase(), at: date(at) },
      ...{ completionReason: reason, failureStage: stage, data },
    }));
    return { changes };
  }
  const meeting = nameOf(sent.meeting);
  if (sent.kind === 'sessions') {
    const sessions = sent.items.map(({ uid, at }) => ({ sessionUid: uid, startedAt: date(at) }));
    return { meeting, sessions };
  }
  const segments = sent.items.map(({ id, session, begins, length, speaker, text }) => ({
    ...{ segmentId: id, sessionUid: session, speaker, text, language: 'en' },
    ...{ startOffset: begins / 1_000, endOffset: (begins + length) / 1_000 },
  }));
  return { meeting, segments };
}
