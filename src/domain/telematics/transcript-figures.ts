import { largestGap } from './gap.ts';
import { eachInOrder, extend, flowOf, type Spans, silence, type Talk } from './talk.ts';
import { type Parcel, spansOf, stretchesOf, type Transcript } from './transcript.ts';

/**
 * The version of the definitions below, kept with the figures. Raise it whenever one of them changes or
 * is added: what was kept under another version is computed again.
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
};

/** Every figure that is kept. */
export const FIGURES = Object.keys({
  ...{ definition: 1, segments: 1, stated: 1, words: 1, uniqueSpeakers: 1, languagesDetected: 1 },
  ...{ active: 1, speech: 1, overlap: 1, unattributed: 1, firstAt: 1, gap: 1 },
  ...{ speakers: 1, languages: 1 },
} satisfies Record<keyof TranscriptFigures, 1>);

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

/** Whom a parcel's spans belong to. */
type Owners = { readonly voice: Talk; readonly tongue: Talk };

/**
 * Every figure of a transcript. What lies outside of the active time is cut off; what ends before it
 * starts has no length. Unnamed speech counts as that of one speaker.
 */
export function figuresOfTranscript(transcript: Transcript): TranscriptFigures {
  const { active, isAnchored, parcels } = transcript;
  const voices = new Map<string | null, Talk>();
  const tongues = new Map<string | null, Talk>();
  const owners = parcels.map((parcel) => ({
    voice: countIn(voices, parcel.speaker, parcel),
    tongue: countIn(tongues, parcel.language, parcel),
  }));
  const stretches = stretchesOf(transcript);
  const fresh = freshOf(spansOf(parcels, stretches), owners);
  const flow = flowOf(fresh);
  const { whole, overlap } = flow;
  const sum = (name: 'segments' | 'words' | 'stated') =>
    parcels.reduce((all, parcel) => all + parcel[name], 0);
  const speakers = namedOf(voices);
  const languages = namedOf(tongues);
  return {
    definition: DEFINITION,
    segments: sum('segments'),
    stated: sum('stated'),
    words: sum('words'),
    uniqueSpeakers: speakers.length,
    languagesDetected: languages.map(([language]) => language),
    active,
    speech: whole.spoken,
    overlap,
    unattributed: voices.get(null)?.spoken ?? 0,
    firstAt: isAnchored ? finite(whole.firstAt) : null,
    gap: active ? largestGap(flow, fresh, stretches) : null,
    speakers: speakers.map(speakerOf).toSorted((one, other) => other.talk - one.talk),
    languages: languages.map(languageOf).toSorted((one, other) => other.spoken - one.spoken),
  };
}

function countIn(all: Map<string | null, Talk>, name: string | null, parcel: Parcel): Talk {
  const talk = all.get(name) ?? silence();
  all.set(name, talk);
  talk.segments += parcel.segments;
  talk.words += parcel.words;
  return talk;
}

/** Lets the talks grow, and leaves of each span what comes after all that its speaker said before. */
function freshOf(
  { from, to, parcel }: ReturnType<typeof spansOf>,
  owners: readonly Owners[],
): Spans {
  const fresh = { from: new Float64Array(from.length), to: new Float64Array(to.length) };
  let place = 0;
  eachInOrder({ from, to }, (begin, end, at) => {
    const owner = owners[parcel[at] ?? 0];
    if (owner === undefined) return;
    fresh.from[place] = Math.max(begin, owner.voice.lastAt);
    fresh.to[place] = end;
    place += 1;
    extend(owner.voice, begin, end);
    extend(owner.tongue, begin, end);
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
