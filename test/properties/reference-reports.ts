import type {
  Erased,
  MeetingReport,
  Named,
  ReportedCall,
  Segment,
  Session,
} from './random-reports.ts';
import {
  advance,
  freshOf,
  holdsSlot,
  isOver,
  type KnownChange,
  lastOf,
  type Meeting,
  MINUTE,
  type Outcome,
  refused,
  type Step,
  slotFreedAt,
  supersede,
} from './reference-meeting.ts';
import { isInFuture, isPossible, sameMeeting } from './reference-rooms.ts';

// What becomes of reports, as their descriptions say: one after the other, and plain to read. All
// times are moments in milliseconds.

/** One outcome for each item, or the error of the whole. */
export type Answer = readonly Outcome[] | string;

/** Everything that one user's bots have reported. */
export class Reference {
  readonly meetings: Meeting[] = [];
  refusals = 0;
  private readonly maxBots: number;

  constructor(maxBots: number) {
    this.maxBots = maxBots;
  }

  report(items: readonly MeetingReport[], now: number): Answer {
    return items.map((item) => this.reportOne(item, now));
  }

  private reportOne(report: MeetingReport, now: number): Outcome {
    if (!isPossible(report, now)) return refused('InvalidInputError');
    const same = sameMeeting(report, this.room(report.room), now);
    if (
      same &&
      isOver(report) &&
      !isOver(same) &&
      !same.steps.some(({ to }) => to === report.status)
    )
      return refused('InvalidInputError');
    if (same) return { state: 'UNCHANGED', nth: same.nth, error: null };
    const fresh = freshOf(report, { nth: this.meetings.length, now });
    const open = this.room(report.room).filter((meeting) => !isOver(meeting));
    // Within a minute the order of arrival decides, if the newer report is about one that goes on.
    const ended = open.filter(
      ({ createdAt }) => createdAt - (isOver(fresh) ? 0 : MINUTE) <= fresh.createdAt,
    );
    const left = this.meetings.filter((one) => holdsSlot(one) && !ended.includes(one)).length;
    if (fresh.status === 'requested' && left >= this.maxBots) {
      this.refusals += 1;
      return refused('LimitReachedError');
    }
    this.meetings.push(fresh);
    for (const one of ended) supersede(one, fresh.createdAt, now);
    const newer = open.find((one) => !ended.includes(one));
    if (newer && !isOver(fresh)) supersede(fresh, newer.createdAt, now);
    return { state: 'CREATED', nth: fresh.nth, error: null };
  }

  /** Newest first. */
  private room(name: ReportedCall): Meeting[] {
    return this.meetings
      .filter(({ room }) => room === name)
      .sort((one, other) => other.createdAt - one.createdAt || other.nth - one.nth);
  }

  /** A native id names the meeting that is not over, or else the newest. */
  find(named: Named): Meeting | undefined {
    if ('nth' in named) return this.meetings[named.nth];
    const room = this.room(named.room);
    return room.find((meeting) => !isOver(meeting)) ?? room[0];
  }

  change(items: readonly KnownChange[], now: number): Answer {
    // What a call names is found as it is before the call.
    const found = items.map((item) => this.find(item.meeting));
    return items.map((item, place) => {
      if (isInFuture(item.at, now)) return refused('InvalidInputError');
      const meeting = found[place];
      return meeting ? advance(meeting, item, now) : refused('NotFoundError');
    });
  }

  sessions(named: Named, items: readonly Session[], now: number): Answer {
    const meeting = this.find(named);
    if (!meeting) return 'NotFoundError';
    const good = items.filter(({ at }) => !isInFuture(at, now));
    const { states, all } = written(meeting.sessions, good, ({ uid }) => uid);
    meeting.sessions = all;
    return told(meeting, items, (item) => (good.includes(item) ? states.get(item.uid) : undefined));
  }

  segments(named: Named, items: readonly Segment[], now: number): Answer {
    const meeting = this.find(named);
    if (!meeting) return 'NotFoundError';
    const good = items.filter(({ length }) => length >= 0);
    const { states, all } = written(meeting.segments, good, ({ id }) => id);
    meeting.segments = all;
    for (const [id, state] of states) if (state !== 'UNCHANGED') meeting.heardAt.set(id, now);
    return told(meeting, items, (item) => (good.includes(item) ? states.get(item.id) : undefined));
  }

  erase(meeting: Meeting, what: Erased): void {
    if (what === 'session') meeting.sessions = meeting.sessions.slice(0, -1);
    if (what === 'segment') meeting.segments = meeting.segments.slice(0, -1);
    if (what === 'transition') meeting.steps = meeting.steps.slice(0, -1);
  }

  /** Only what is over and has no successor. */
  mayContinue(meeting: Meeting): boolean {
    return isOver(meeting) && this.room(meeting.room).every(isOver);
  }

  continue(meeting: Meeting, now: number): Step {
    const at = slotFreedAt(meeting, 'active', Math.max(now, lastOf(meeting)));
    const step = { from: meeting.status, to: 'active', at, reportedAt: null, source: 'import' };
    meeting.steps.push(step);
    Object.assign(meeting, { status: 'active', endTime: null, writtenAt: now });
    return step;
  }
}

function told<Item>(
  { nth }: Meeting,
  items: readonly Item[],
  stateOf: (item: Item) => Outcome['state'] | undefined,
): Answer {
  return items.map((item) => {
    const state = stateOf(item);
    return state ? { state, nth, error: null } : refused('InvalidInputError');
  });
}

/** The last report of each name counts; one that says what is known changes nothing. */
function written<Item>(
  stored: readonly Item[],
  items: readonly Item[],
  keyOf: (item: Item) => string,
) {
  const all = new Map(stored.map((item) => [keyOf(item), item]));
  const states = new Map<string, Outcome['state']>();
  for (const item of new Map(items.map((one) => [keyOf(one), one])).values()) {
    const known = all.get(keyOf(item));
    const isEqual = known !== undefined && JSON.stringify(known) === JSON.stringify(item);
    states.set(keyOf(item), known === undefined ? 'CREATED' : isEqual ? 'UNCHANGED' : 'UPDATED');
    all.set(keyOf(item), item);
  }
  return { states, all: [...all.values()] };
}
