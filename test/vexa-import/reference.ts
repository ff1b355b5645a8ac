import type { Change, Meeting, Said } from './generated-012.ts';

// The figures of generated meetings, computed from the definitions in docs/figures.md alone.

type Span = readonly [from: number, to: number];

const WORD = /\S+/g;
const ENDS_ACTIVE = new Set(['needs_help', 'stopping', 'completed', 'failed']);
const HOLDS_SLOT = new Set(['requested', 'joining', 'awaiting_admission', 'active', 'needs_help']);

export function figuresOf(meeting: Meeting) {
  const changes = meeting.runs.flatMap(({ changes: some }) => some);
  const stretches = stretchesOf(changes);
  const closed = stretches.filter(([, to]) => to !== Infinity);
  const firstOf = (...words: string[]) => changes.find(({ to }) => words.includes(to))?.at;
  const waited = firstOf('awaiting_admission');
  const active = firstOf('active');
  const spans = meeting.said.flatMap((said) => clipped(said, stretches));
  const named = new Map<string, Said[]>();
  for (const said of meeting.said) {
    const speaker = said.speaker?.trim() ?? '';
    if (speaker !== '') named.set(speaker, [...(named.get(speaker) ?? []), said]);
  }
  return {
    status: meeting.status === 'needs_help' ? 'needs_human_help' : meeting.status,
    joinTime: between(meeting.created, firstOf('awaiting_admission', 'active')),
    admissionTime: between(waited, active),
    activeTime:
      stretches.length === 0 || closed.length < stretches.length
        ? null
        : closed.reduce((sum, [from, to]) => sum + to - from, 0) / 1_000,
    totalTranscriptions: meeting.said.length,
    speechDuration: length(spans),
    words: meeting.said.reduce((sum, { text }) => sum + (text.match(WORD)?.length ?? 0), 0),
    uniqueSpeakers: named.size,
    languages: [...new Set(meeting.said.map(({ language }) => language))].toSorted(),
    talkTimes: Object.fromEntries(
      [...named].map(([speaker, said]) => [
        speaker,
        length(said.flatMap((one) => clipped(one, stretches))),
      ]),
    ),
  };
}

export function userFiguresOf(meetings: readonly Meeting[], userId: number) {
  const own = meetings.filter((meeting) => meeting.userId === userId);
  const completed = own.filter(({ status }) => status === 'completed');
  const durations = completed.flatMap(({ started, ended }) =>
    started === null || ended === null ? [] : [(ended - started) / 1_000],
  );
  return {
    totalMeetings: own.length,
    completedMeetings: completed.length,
    failedMeetings: own.filter(({ status }) => status === 'failed').length,
    activeMeetings: own.filter(({ status }) => HOLDS_SLOT.has(status)).length,
    totalDuration: durations.length === 0 ? null : durations.reduce((sum, one) => sum + one, 0),
  };
}

/** From each change to active until the next change that ends it; the last one may go on. */
function stretchesOf(changes: readonly Change[]): Span[] {
  const stretches: Span[] = [];
  let since: number | null = null;
  for (const { to, at } of changes) {
    if (to === 'active') since ??= at;
    if (ENDS_ACTIVE.has(to) && since !== null) {
      stretches.push([since, at]);
      since = null;
    }
  }
  return since === null ? stretches : [...stretches, [since, Infinity]];
}

function clipped({ from, to }: Said, stretches: readonly Span[]): Span[] {
  return stretches.flatMap(([earliest, latest]) => {
    const span: Span = [Math.max(from, earliest), Math.min(to, latest)];
    return span[1] > span[0] ? [span] : [];
  });
}

/** In seconds, what several cover counted once. */
function length(spans: readonly Span[]): number {
  let sum = 0;
  let end = -Infinity;
  for (const [from, to] of spans.toSorted(([one], [other]) => one - other)) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum / 1_000;
}

function between(from: number | undefined, to: number | undefined): number | null {
  return from === undefined || to === undefined || to < from ? null : (to - from) / 1_000;
}
