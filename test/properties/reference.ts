import type { RandomMeeting, RandomSegment } from './random-meetings.ts';
import { between, closed, first, inTime, lengthOf, seconds, stretches } from './stretches.ts';
import { uptimeOf } from './uptime.ts';

// The figures of one meeting as their descriptions say, moment by moment: slow, and plain to read.
// All times are milliseconds.

type Span = { from: number; to: number; speaker: string | null; language: string | null };

const blank = (text: string | null) => (text === null || text.trim() === '' ? null : text.trim());

function recorded(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const number = Number(value);
  return Number.isNaN(number) || number < 0 ? null : number;
}

const LEAVING = ['needs_human_help', 'stopping', 'completed', 'failed'];
/** When the bot was in the call, as far as that is known. */
function activeTimes(meeting: RandomMeeting): { from: number | null; to: number | null }[] {
  const { startTime, endTime } = meeting;
  const all = stretches(inTime(meeting), ['active'], LEAVING);
  if (all.length > 1) return closed(all, endTime);
  const [only = { from: startTime, to: endTime }] = all;
  return [{ from: only.from, to: only.to ?? endTime }];
}

export function performanceOf(meeting: RandomMeeting) {
  const { data, createdAt, startTime, endTime } = meeting;
  const active = lengthOf(activeTimes(meeting));
  const waiting = first(meeting, 'awaiting_admission');
  return {
    joinTime:
      recorded(data['join_time']) ??
      between(createdAt, first(meeting, 'awaiting_admission', 'active')),
    admissionTime: recorded(data['admission_time']) ?? between(waiting, first(meeting, 'active')),
    activeTime: active === null ? null : seconds(active),
    totalDuration: between(startTime, endTime),
    botUptime: recorded(data['bot_uptime']) ?? uptimeOf(meeting),
  };
}

/** When the bot was in the call, from the first moment of that on; without limits where these are not known. */
function framesOf(meeting: RandomMeeting): {
  origin: number;
  frames: { from: number; to: number }[];
} {
  const all = activeTimes(meeting);
  const origin = all[0]?.from ?? meeting.createdAt;
  const frames = all.map(({ from, to }) => ({
    from: from === null ? -Infinity : from - origin,
    to: from === null || to === null || to < from ? Infinity : to - origin,
  }));
  return { origin, frames };
}

function spansOf(meeting: RandomMeeting): Span[] {
  const { origin, frames } = framesOf(meeting);
  return meeting.segments.flatMap((segment) => {
    const begins = placeOf(meeting, segment) - origin;
    return frames.flatMap((frame) => {
      const span = {
        from: Math.max(begins, frame.from),
        to: Math.min(begins + segment.length, frame.to),
        speaker: blank(segment.speaker),
        language: blank(segment.language),
      };
      return span.to > span.from ? [span] : [];
    });
  });
}

/** The longest time within one stretch in which nobody spoke. */
function gapOf(meeting: RandomMeeting): number {
  const spans = spansOf(meeting);
  const gaps = framesOf(meeting).frames.map(({ from, to }) => {
    const own = spans.filter((span) => span.from >= from && span.to <= to);
    return longestRun(pieces(own, [from, to]), ({ here }) => here.length === 0);
  });
  return Math.max(...gaps);
}

function placeOf(meeting: RandomMeeting, { session, begins }: RandomSegment): number {
  const known = meeting.sessions.find(({ uid }) => uid === session);
  return (known?.at ?? meeting.startTime ?? meeting.createdAt) + begins;
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
  const [stretch] = activeTimes(meeting);
  const active = lengthOf(activeTimes(meeting));
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
    firstSegmentDelay: stretch?.from == null || firstAt === null ? null : seconds(firstAt),
    largestGap: active ? seconds(gapOf(meeting)) : null,
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
