import { largestGap } from './gap.ts';
import { eachInOrder, extend, flowOf, type Spans, silence, type Talk } from './talk.ts';
import {
  addPieces,
  type Interval,
  microseconds,
  stretchesOf,
  type Transcript,
} from './transcript.ts';

/**
 * The version of the definitions below, kept with the figures. Raise it whenever one of them changes or
 * is added: what was kept under another version is computed again. Not so where the segments were deleted by
 * age: a new figure must be absent there, with a reason in `missing.ts`.
 */
export const DEFINITION = 2;

/** What the transcript of one meeting says: times in whole microseconds. */
export type TranscriptFigures = {
  readonly definition: number;
  readonly segments: number;
  readonly stated: number;
  readonly words: number;
  readonly uniqueSpeakers: number;
  readonly languagesDetected: readonly string[];
  /** Null while the bot is in the call, and where nothing tells how long it was. */
  readonly active: number | null;
  readonly speech: number;
  readonly overlap: number;
  readonly unattributed: number;
  readonly firstAt: number | null;
  readonly gap: number | null;
  readonly speakers: readonly SpeakerFigures[];
  readonly languages: readonly LanguageFigures[];
  /** When the segments were deleted by age; absent while they are there. */
  readonly removedAt?: string;
};

/** Every figure that is kept. */
export const FIGURES = Object.keys({
  ...{ definition: 1, segments: 1, stated: 1, words: 1, uniqueSpeakers: 1, languagesDetected: 1 },
  ...{ active: 1, speech: 1, overlap: 1, unattributed: 1, firstAt: 1, gap: 1 },
  ...{ speakers: 1, languages: 1 },
} satisfies Record<Exclude<keyof TranscriptFigures, 'removedAt'>, 1>);

export type SpeakerFigures = {
  readonly speaker: string;
  readonly segments: number;
  readonly words: number;
  readonly talk: number;
  readonly longest: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
};

export type LanguageFigures = {
  readonly language: string;
  readonly segments: number;
  readonly spoken: number;
};

/** Whom a span belongs to. */
type Owner = { readonly speakerTalk: Talk; readonly languageTalk: Talk };

/**
 * Every figure of a transcript. What lies outside of the active time is cut off; what ends before it
 * starts has no length. Unnamed speech counts as that of one speaker.
 */
export function figuresOfTranscript(transcript: Transcript): TranscriptFigures {
  const { active, isAnchored } = transcript;
  const stretches = stretchesOf(transcript);
  const { bySpeaker, byLanguage, whole, stated, spans, owners } = gathered(transcript, stretches);
  const fresh = freshOf(spans, owners);
  const flow = flowOf(fresh);
  const speakers = namedOf(bySpeaker);
  const languages = namedOf(byLanguage);
  return {
    definition: DEFINITION,
    segments: whole.segments,
    stated,
    words: whole.words,
    uniqueSpeakers: speakers.length,
    languagesDetected: languages.map(([language]) => language),
    active,
    speech: flow.whole.spoken,
    overlap: flow.overlap,
    unattributed: bySpeaker.get(null)?.spoken ?? 0,
    firstAt: isAnchored ? finite(flow.whole.firstAt) : null,
    gap: active ? largestGap(flow, fresh, stretches) : null,
    speakers: speakers.map(speakerOf).toSorted((one, other) => other.talk - one.talk),
    languages: languages.map(languageOf).toSorted((one, other) => other.spoken - one.spoken),
  };
}

/** Counts all segments, and places those that have a length on the active time. */
function gathered(transcript: Transcript, stretches: readonly Interval[]) {
  const bases = new Map<string | null, number>(transcript.bases);
  const bySpeaker = new Map<string | null, Talk>();
  const byLanguage = new Map<string | null, Talk>();
  const whole = silence();
  const spans: Spans = { from: [], to: [] };
  const owners: Owner[] = [];
  let stated = 0;
  for (const [session, speaker, language, words, begins, ends] of transcript.groups) {
    const owner = {
      speakerTalk: talkOf(bySpeaker, speaker),
      languageTalk: talkOf(byLanguage, language),
    };
    const base = bases.get(session) ?? transcript.fallback;
    for (const talk of [owner.speakerTalk, owner.languageTalk, whole]) {
      talk.segments += begins.length;
      talk.words += words ?? 0;
    }
    for (let at = 0; at < begins.length; at += 1) {
      const from = microseconds(begins[at]);
      const to = microseconds(ends[at]);
      stated += to - from;
      if (to > from) addPieces(spans, [base + from, base + to], stretches);
    }
    while (owners.length < spans.from.length) owners.push(owner);
  }
  return { bySpeaker, byLanguage, whole, stated, spans, owners };
}

function talkOf(all: Map<string | null, Talk>, name: string | null): Talk {
  const known = all.get(name);
  if (known !== undefined) return known;
  const talk = silence();
  all.set(name, talk);
  return talk;
}

/** Lets the talks grow, and leaves of each span what comes after all that its speaker said before. */
function freshOf(spans: Spans, owners: readonly Owner[]): Spans {
  const fresh: Spans = { from: [], to: [] };
  eachInOrder(spans, (begin, end, at) => {
    const owner = owners[at];
    if (owner === undefined) return;
    fresh.from.push(Math.max(begin, owner.speakerTalk.lastAt));
    fresh.to.push(end);
    extend(owner.speakerTalk, begin, end);
    extend(owner.languageTalk, begin, end);
  });
  return fresh;
}

function speakerOf([speaker, talk]: [string, Talk]): SpeakerFigures {
  return {
    speaker,
    segments: talk.segments,
    words: talk.words,
    talk: talk.spoken,
    longest: talk.longest,
    firstAt: finite(talk.firstAt),
    lastAt: finite(talk.lastAt),
  };
}

function languageOf([language, { segments, spoken }]: [string, Talk]): LanguageFigures {
  return { language, segments, spoken };
}

/** In the order of their bytes, as the database sorts them. */
function namedOf(talks: ReadonlyMap<string | null, Talk>): [string, Talk][] {
  return [...talks]
    .flatMap(([name, talk]): [string, Talk][] => (name === null ? [] : [[name, talk]]))
    .toSorted(([one], [other]) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}
