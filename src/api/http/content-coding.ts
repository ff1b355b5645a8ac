import { preferencesIn, remembered } from './quality.ts';

export type Coding = 'br' | 'gzip';

/** How an answer may be coded for a client. */
export type AcceptedCodings = {
  /** The one that it likes best; null for none. */
  readonly coding: Coding | null;
  /** Whether it takes an answer as it is. */
  readonly identity: boolean;
};

const PLAIN: AcceptedCodings = { coding: null, identity: true };
/** The better one first: it is taken where a client has no preference. */
const NAMES: readonly (readonly [Coding, readonly string[]])[] = [
  ['br', ['br']],
  ['gzip', ['gzip', 'x-gzip']],
];

const read = remembered((header): AcceptedCodings => {
  const preferences = preferencesIn(header);
  const qualityOf = (names: readonly string[]) =>
    preferences.find(({ name }) => names.includes(name))?.quality;
  const others = qualityOf(['*']);
  const identity = qualityOf(['identity']);
  let best: { readonly coding: Coding | null; readonly quality: number } = {
    coding: null,
    // Where it is not named, it is the last resort.
    quality: identity ?? 0,
  };
  for (const [coding, names] of NAMES) {
    const quality = qualityOf(names) ?? others ?? 0;
    const isBetter = best.coding === null ? quality >= best.quality : quality > best.quality;
    if (quality > 0 && isBetter) best = { coding, quality };
  }
  return { coding: best.coding, identity: (identity ?? others) !== 0 };
});

/** What an `Accept-Encoding` header allows. */
export function acceptedCodings(header: string | undefined): AcceptedCodings {
  return header === undefined || header === '' ? PLAIN : read(header);
}
