import { words } from '../format.ts';

/** Which words are good news, bad news, or ask for a look; any other is neither. */
const MOODS: Readonly<Record<string, string>> = {
  active: 'good',
  completed: 'good',
  finished: 'good',
  following: 'good',
  failed: 'bad',
  revoked: 'bad',
  suspended: 'bad',
  expired: 'bad',
  retiring: 'people',
  needs_human_help: 'people',
};

/** A status as a word with a dot in its colour. */
export function Tag({ word }: { readonly word: string }) {
  return <span class={`tag key-${MOODS[word.toLowerCase()] ?? 'other'}`}>{words(word)}</span>;
}
