import { type Preference, preferencesIn, remembered } from './quality.ts';

export const GRAPHQL_TYPE = 'application/graphql-response+json';
export const JSON_TYPE = 'application/json';
export const EVENT_TYPE = 'text/event-stream';

/** The two forms of an answer in one piece; they differ in the status of a request that failed. */
export type PlainType = typeof GRAPHQL_TYPE | typeof JSON_TYPE;

/** In which forms a client takes answers. */
export type AcceptedTypes = {
  /** Of an answer in one piece; null where it is to come as an event, or not at all. */
  readonly plain: PlainType | null;
  readonly events: boolean;
};

const EVERYTHING: AcceptedTypes = { plain: JSON_TYPE, events: true };

const read = remembered((accept) => {
  const ranges = preferencesIn(accept).filter(isUtf8);
  const json = standingOf(ranges, JSON_TYPE);
  const graphql = standingOf(ranges, GRAPHQL_TYPE);
  const events = standingOf(ranges, EVENT_TYPE);
  // The older type, where none is preferred: that is what most clients without a header can read.
  const [plain, type] = isBefore(graphql, json)
    ? ([graphql, GRAPHQL_TYPE] as const)
    : ([json, JSON_TYPE] as const);
  const isPlain = plain.quality > 0 && plain.quality >= events.quality;
  return { plain: isPlain ? type : null, events: events.quality > 0 };
});

/** What an `Accept` header allows; without one, everything. */
export function acceptedTypes(accept: string | undefined): AcceptedTypes {
  return accept === undefined ? EVERYTHING : read(accept);
}

type Standing = { readonly quality: number; readonly place: number };

const REFUSED: Standing = { quality: 0, place: 0 };

/** What the most specific range says of a type. */
function standingOf(ranges: readonly Preference[], type: string): Standing {
  const family = `${type.slice(0, type.indexOf('/'))}/*`;
  for (const name of [type, family, '*/*']) {
    const place = ranges.findIndex((range) => range.name === name);
    const range = ranges[place];
    if (range !== undefined) return { quality: range.quality, place };
  }
  return REFUSED;
}

/** Of two that a client likes alike, the one that it names first. */
function isBefore(one: Standing, other: Standing): boolean {
  if (one.quality !== other.quality) return one.quality > other.quality;
  return one.quality > 0 && one.place < other.place;
}

function isUtf8({ parameters }: Preference): boolean {
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return charset === undefined || charset === 'charset=utf-8';
}
