import { databaseAddresses } from './database-addresses.ts';
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
/** What it costs to look at a name: as much as so many characters. */
const PER_NAME = 60;
const REST_OF_NAME = /[\w.-]{0,100}/y;
const IN_NAME = new Uint8Array(128);
for (let code = 0; code < IN_NAME.length; code += 1)
  if (/[\w.-]/.test(String.fromCharCode(code))) IN_NAME[code] = 1;
/** How a program's options begin; also those of Java. */
const OPTION = /^-D(?=[a-z])|^-+/;

/**
 * Whether a name in a text says "secret", and a value stands where whoever wrote the text puts values.
 * @param mayLookAt is asked before so many characters around a name are looked at; what is not looked
 *   at counts as secret
 */
export function holdsNamed(
  text: string,
  rules: TextRules,
  mayLookAt: NameInText['mayLookAt'],
): boolean {
  const pattern = isOfHook(rules.hints) ? NAME_BELOW_HOOK : NAME;
  const isInAddress = databaseAddresses(text);
  pattern.lastIndex = 0;
  for (let word = pattern.exec(text); word !== null; word = pattern.exec(text)) {
    const name = { ...nameAround(text, word.index, pattern.lastIndex), isInAddress, mayLookAt };
    if (!mayLookAt(PER_NAME + name.end - name.start) || isNamed(name, rules)) return true;
    pattern.lastIndex = name.end;
  }
  return false;
}

type Extent = Pick<NameInText, 'text' | 'start' | 'end'>;
type Named = Omit<NameInText, 'isOfWebhook' | 'isOption'>;

/** The name of which a word is a part. */
function nameAround(text: string, wordStart: number, wordEnd: number): Extent {
  let start = wordStart;
  while (wordStart - start < MAX_NAME && IN_NAME[text.charCodeAt(start - 1)] === 1) start -= 1;
  REST_OF_NAME.lastIndex = wordEnd;
  REST_OF_NAME.test(text);
  return { text, start, end: Math.max(wordEnd, REST_OF_NAME.lastIndex) };
}

function isNamed(name: Named, { hints, areCredentials }: TextRules): boolean {
  const whole = name.text.slice(name.start, name.end);
  const own = hintsOf(whole.replace(OPTION, ''));
  const isOfWebhook = isHookSecret(allHints(hints, own));
  if (!isOfWebhook && !(areCredentials && isCredential(own))) return false;
  return hasValueAfter({ ...name, isOfWebhook, isOption: whole.startsWith('-') });
}
