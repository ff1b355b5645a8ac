import type { RandomMeeting, RandomSegment } from './random-meetings.ts';

// The figures of one meeting as their descriptions say, moment by moment: slow, and plain to read.
// All times are milliseconds.

type Span = { from: number; to: number; speaker: string | null; language: string | null };

const seconds = (milliseconds: number) => milliseconds / 1_000;
const blank = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim());

function first(meeting: RandomMeeting, ...statuses: string[]): number | null {
  const times = meeting.transitions.filter(({ to }) => statuses.includes(to)).map(({ at }) => at);
  return times.length === 0 ? null : Math.min(...times);
}

function between(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : seconds(to - from);
}

function recorded(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const number = Number(value);
  return Number.isNaN(number) || number < 0 ? null : number;
}

/** From when to when the bot was in the call, as far as that is known. */
function activeTime(meeting: RandomMeeting) {
  const active = first(meeting, 'active');
  if (active === null) return { from: meeting.startTime, to: meeting.endTime };
  const ends = meeting.transitions.filter(
    ({ to, at }) =>
      at >= active && ['needs_human_help', 'stopping', 'completed', 'failed'].includes(to),
  );
  return {
    from: active,
    to: ends.length > 0 ? Math.min(...ends.map(({ at }) => at)) : meeting.endTime,
  };
}

export function performanceOf(meeting: RandomMeeting) {
  const { data, createdAt, startTime, endTime } = meeting;
  const { from, to } = activeTime(meeting);
  const waiting = first(meeting, 'awaiting_admission');
  return {
    joinTime:
      recorded(data['join_time']) ??
      between(createdAt, first(meeting, 'awaiting_admission', 'active')),
    admissionTime: recorded(data['admission_time']) ?? between(waiting, first(meeting, 'active')),
    activeTime: between(from, to),
    totalDuration: between(startTime, endTime),
    botUptime:
      recorded(data['bot_uptime']) ??
      between(first(meeting, 'joining'), first(meeting, 'completed', 'failed') ?? endTime),
  };
}

function spansOf(meeting: RandomMeeting): Span[] {
  const { from, to } = activeTime(meeting);
  const origin = from ?? meeting.createdAt;
  return meeting.segments.flatMap((segment) => {
    const begins = placeOf(meeting, segment) - origin;
    const span = {
      from: from === null ? begins : Math.max(begins, 0),
      to: Math.min(begins + segment.length, lengthOf(from, to) ?? Infinity),
      speaker: blank(segment.speaker),
      language: blank(segment.language),
    };
    return span.to > span.from ? [span] : [];
  });
}

function placeOf(meeting: RandomMeeting, { session, begins }: RandomSegment): number {
  const known = meeting.sessions.find(({ uid }) => uid === session);
  return (known?.at ?? meeting.startTime ?? meeting.createdAt) + begins;
}

function lengthOf(from: number | null, to: number | null): number | null {
  return from === null || to === null || to < from ? null : to - from;
}

/** The stretches of time between all moments at which somebody begins or ends. */
function pieces(spans: readonly Span[], edges: readonly number[] = []) {
  const moments = [...new Set([...spans.flatMap(({ from, to }) => [from, to]), ...edges])].sort(
    (one, other) => one - other,
  );
  return moments.slice(1).map((to, place) => {
    const from = moments[place] ?? to;
    const here = spans.filter((span) => span.from <= from && span.to >= to);
    return { from, to, length: to - from, here };
  });
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const covered = (spans: readonly Span[]) =>
  sum(
    pieces(spans)
      .filter(({ here }) => here.length > 0)
      .map(({ length }) => length),
  );

/** The longest run of pieces for which something holds. */
function longestRun(
  all: ReturnType<typeof pieces>,
  holds: (piece: { here: Span[] }) => boolean,
): number {
  let longest = 0;
  let run = 0;
  for (const piece of all) {
    run = holds(piece) ? run + piece.length : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

export function transcriptOf(meeting: RandomMeeting) {
  const { from, to } = activeTime(meeting);
  const active = lengthOf(from, to);
  const spans = spansOf(meeting);
  const voices = (here: readonly Span[]) => new Set(here.map(({ speaker }) => speaker)).size;
  const speech = covered(spans);
  const firstAt = spans.length === 0 ? null : Math.min(...spans.map((span) => span.from));
  return {
    totalTranscriptions: meeting.segments.length,
    totalDuration: seconds(sum(meeting.segments.map(({ length }) => length))),
    speechDuration: seconds(speech),
    silence: active === null ? null : seconds(active - speech),
    overlap: seconds(
      sum(
        pieces(spans)
          .filter(({ here }) => voices(here) > 1)
          .map(({ length }) => length),
      ),
    ),
    unattributed: seconds(covered(spans.filter(({ speaker }) => speaker === null))),
    words: sum(meeting.segments.map(wordsOf)),
    uniqueSpeakers: new Set(meeting.segments.map(({ speaker }) => blank(speaker)).filter(Boolean))
      .size,
    languagesDetected: [...new Set(meeting.segments.map(({ language }) => blank(language)))]
      .filter((language) => language !== null)
      .sort(),
    firstSegmentDelay: from === null || firstAt === null ? null : seconds(firstAt),
    largestGap: active
      ? seconds(longestRun(pieces(spans, [0, active]), ({ here }) => here.length === 0))
      : null,
    coverage: active ? speech / active : null,
  };
}

function wordsOf({ text }: RandomSegment): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

export function speakersOf(meeting: RandomMeeting) {
  const spans = spansOf(meeting);
  const names = [...new Set(meeting.segments.map(({ speaker }) => blank(speaker)))].filter(
    (name) => name !== null,
  );
  const talks = new Map(
    names.map((name) => [name, covered(spans.filter(({ speaker }) => speaker === name))]),
  );
  const all = sum([...talks.values()]);
  return names
    .map((speaker) => {
      const own = spans.filter((span) => span.speaker === speaker);
      const said = meeting.segments.filter((segment) => blank(segment.speaker) === speaker);
      const talk = talks.get(speaker) ?? 0;
      const words = sum(said.map(wordsOf));
      return {
        speaker,
        talkTime: seconds(talk),
        share: all === 0 ? 0 : talk / all,
        segments: said.length,
        words,
        wordsPerMinute: talk === 0 ? null : (words * 60) / seconds(talk),
        longestMonologue: seconds(longestMonologue(own)),
        firstAt: own.length === 0 ? null : seconds(Math.min(...own.map(({ from }) => from))),
        lastAt: own.length === 0 ? null : seconds(Math.max(...own.map(({ to }) => to))),
      };
    })
    .sort((one, other) => other.talkTime - one.talkTime || (one.speaker < other.speaker ? -1 : 1));
}

/** Pauses of up to a second belong to it. */
function longestMonologue(own: readonly Span[]): number {
  const pauses = pieces(own).filter(({ here, length }) => here.length === 0 && length > 1_000);
  return longestRun(
    pieces(own),
    (piece) => !pauses.some(({ from }) => from === (piece as unknown as Span).from),
  );
}

export function languagesOf(meeting: RandomMeeting) {
  const spans = spansOf(meeting);
  const codes = [...new Set(meeting.segments.map(({ language }) => blank(language)))].filter(
    (code) => code !== null,
  );
  const spoken = new Map(
    codes.map((code) => [code, covered(spans.filter(({ language }) => language === code))]),
  );
  const all = sum([...spoken.values()]);
  return codes
    .map((language) => ({
      language,
      seconds: seconds(spoken.get(language) ?? 0),
      share: all === 0 ? 0 : (spoken.get(language) ?? 0) / all,
      segments: meeting.segments.filter((segment) => blank(segment.language) === language).length,
    }))
    .sort((one, other) => other.seconds - one.seconds || (one.language < other.language ? -1 : 1));
}
