import { formOf } from '../../../core/input/key-forms.ts';

/** Shorter ones can be guessed, however they were made. */
const MIN_LENGTH = 20;
/** Of a text that was made at random, many more are different. */
const MIN_DIFFERENT = 6;

/**
 * Whether the text of a key is easy to guess: it is short, or made of few different characters. What
 * else somebody thought up and did not draw at random cannot be told from the text.
 */
export function isWeakText(text: string): boolean {
  // The first parts of a known form are the same in every key.
  const own = formOf(text) === 'UNKNOWN' ? text : text.slice(text.lastIndexOf('_') + 1);
  return text.length < MIN_LENGTH || new Set(own).size < MIN_DIFFERENT;
}
