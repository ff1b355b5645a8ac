import {
  allHints,
  hintsOf,
  isCredential,
  isHookSecret,
  isOfHook,
  NAME_IN_TEXT,
  type SecretHints,
} from './secret-names.ts';
import { hasValueAfter, type NameInText } from './value-in-text.ts';

/** @param areCredentials whether credentials other than those of webhooks count too */
export type TextRules = { readonly hints: SecretHints; readonly areCredentials: boolean };

const NAME = new RegExp(NAME_IN_TEXT, 'gi');
/** Below the name of a webhook, these words say it as well. */
const NAME_BELOW_HOOK = new RegExp(`${NAME_IN_TEXT}|(?<![a-z0-9])(?:key|pass|pwd?)(?![a-z])`, 'gi');
const MAX_NAME = 100;
const REST_OF_NAME = /[\w.-]{0,100}/y;
const IN_NAME = new Uint8Array(128);
for (let code = 0; code < IN_NAME.length; code += 1)
  if (/[\w.-]/.test(String.fromCharCode(code))) IN_NAME[code] = 1;
/** How a program's options begin; also those of Java. */
const OPTION = /^-D(?=[a-z])|^-+/;

/**
 * Whether a name in a text says "secret", and a value stands where whoever wrote the text puts values.
 * @param mayGoOn is asked before each name that is looked at; what is not looked at counts as secret
 */
export function holdsNamed(text: string, rules: TextRules, mayGoOn: () => boolean): boolean {
  const pattern = isOfHook(rules.hints) ? NAME_BELOW_HOOK : NAME;
  pattern.lastIndex = 0;
  for (let word = pattern.exec(text); word !== null; word = pattern.exec(text)) {
    const name = nameAround(text, word.index, pattern.lastIndex);
    if (!mayGoOn() || isNamed(name, rules)) return true;
    pattern.lastIndex = name.end;
  }
  return false;
}

type Extent = Pick<NameInText, 'text' | 'start' | 'end'>;

/** The name of which a word is a part. */
function nameAround(text: string, wordStart: number, wordEnd: number): Extent {
  let start = wordStart;
  while (wordStart - start < MAX_NAME && IN_NAME[text.charCodeAt(start - 1)] === 1) start -= 1;
  REST_OF_NAME.lastIndex = wordEnd;
  REST_OF_NAME.test(text);
  return { text, start, end: Math.max(wordEnd, REST_OF_NAME.lastIndex) };
}

function isNamed({ text, start, end }: Extent, { hints, areCredentials }: TextRules): boolean {
  const whole = text.slice(start, end);
  const own = hintsOf(whole.replace(OPTION, ''));
  const isOfWebhook = isHookSecret(allHints(hints, own));
  if (!isOfWebhook && !(areCredentials && isCredential(own))) return false;
  return hasValueAfter({ text, start, end, isOfWebhook, isOption: whole.startsWith('-') });
}
