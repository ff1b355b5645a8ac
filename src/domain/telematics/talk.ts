/** Times of one speaker with at most this between them belong to one monologue. */
const PAUSE = 1_000_000;

/** Time that goes on: of a speaker, in a language, or of all. Grows by spans in the order of their start. */
export type Talk = {
  segments: number;
  words: number;
  spoken: number;
  firstAt: number;
  lastAt: number;
  longest: number;
  /** Where the monologue began that goes on. */
  since: number;
};

/** Stretches of time in lists side by side: a long transcript has very many, too many for objects. */
export type Spans = { readonly from: number[]; readonly to: number[] };

export function silence(): Talk {
  const none = { segments: 0, words: 0, spoken: 0, longest: 0 };
  return { ...none, firstAt: Infinity, lastAt: -Infinity, since: 0 };
}

/** Lets a talk go on with a span that starts no earlier than those before. */
export function extend(talk: Talk, from: number, to: number): void {
  if (from - talk.lastAt > PAUSE) talk.since = from;
  talk.firstAt = Math.min(talk.firstAt, from);
  talk.spoken += Math.max(to - Math.max(from, talk.lastAt), 0);
  talk.lastAt = Math.max(talk.lastAt, to);
  talk.longest = Math.max(talk.longest, talk.lastAt - talk.since);
}

/** Takes spans by their start, and only those that have a length. */
export function eachInOrder(
  { from, to }: Spans,
  take: (begin: number, end: number, at: number) => void,
): void {
  const order = from.map((_, place) => place);
  for (const place of order.sort((one, other) => (from[one] ?? 0) - (from[other] ?? 0))) {
    const begin = from[place] ?? 0;
    const end = to[place] ?? 0;
    if (end > begin) take(begin, end, place);
  }
}

/**
 * All speakers together, of spans of which no two of one speaker overlap: what begins before the end of
 * those before it overlaps, and time that did so already is not counted again.
 */
export function flowOf(fresh: Spans) {
  const whole = silence();
  let overlap = 0;
  let twiceUntil = -Infinity;
  let gap = 0;
  eachInOrder(fresh, (begin, end) => {
    const shared = Math.min(end, whole.lastAt);
    overlap += Math.max(shared - Math.max(begin, twiceUntil), 0);
    twiceUntil = Math.max(twiceUntil, shared);
    gap = Math.max(gap, begin - Math.max(whole.lastAt, 0));
    extend(whole, begin, end);
  });
  return { whole, overlap, gap };
}
