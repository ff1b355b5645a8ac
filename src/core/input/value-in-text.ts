import type { IsInAddress } from './database-addresses.ts';

// Where a value stands that belongs to a name in a text: behind `NAME=`, `name:` or `--name`, in an
// element, or in a field beside the one that holds the name.

/** The name of a secret in a text. */
export type NameInText = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Other names are common words: more has to say that it is one. */
  readonly isOfWebhook: boolean;
  /** As of a program: `--name`. */
  readonly isOption: boolean;
  readonly isInAddress: IsInAddress;
  /** Whether so many characters may still be looked at; what is not looked at counts as a value. */
  readonly mayLookAt: (characters: number) => boolean;
};

const QUOTE = String.raw`\\{0,9}["'\x60]?`;
const BLANKS = String.raw`[ \t]{0,100}`;
const VALUE = String.raw`(?=[^\s"'\x60&;,=)}\]])`;
const sticky = (source: string) => new RegExp(source, 'iy');

/** `=value`, `: value`, `"] => "value`, with any number of blanks that somebody aligns with. */
const ASSIGNED = sticky(`${QUOTE}[\\])]?${BLANKS}(?:={1,3}>?|:=?)${BLANKS}${QUOTE}${VALUE}`);
/** `name:` and the value in the next line, indented, as in YAML. */
const NEXT_LINE = sticky(
  String.raw`${QUOTE}${BLANKS}:${BLANKS}(?:[|>][+-]?\d?${BLANKS})?\r?\n[ \t]{1,40}(?:- )?["']?(?=[^\s"'#])`,
);
const OTHER_NAME = sticky(String.raw`[\w.-]{1,100}["']?:(?:\s|$)`);
const LINE_START = /(?:^|\n)[ \t]{0,40}(?:- )?["']?$/;
/** `--name value` */
const AFTER_OPTION = sticky(String.raw`[ \t]{1,100}(?:\\\r?\n[ \t]{0,100})?["']?(?=[^\s"'-])`);
/** What stands behind the name of an option in a sentence about it. */
const SENTENCE = sticky(
  String.raw`(?:is|was|are|to|and|or|for|in|with|must|given|not|option|flag|argument|parameter|required|missing|has|needs|if|when|too|also|on|from|of|the|an?)(?=[\s.,;:!?)]|$)`,
);
const CDATA = String.raw`\s{0,20}(?:<!\[CDATA\[\s{0,20})?(?=[^\s<])`;
/** `<name>value`, `<name type="text">value` */
const ELEMENT = sticky(String.raw`(?:\s[^<>]{0,100})?>${CDATA}`);
const OPENED = /<(?:[\w.-]{1,50}:)?$/;
/** `<key>name</key><string>value` */
const NEXT_ELEMENT = sticky(String.raw`<\/\w{1,20}>\s{0,20}<\w{1,20}>${CDATA}`);
/** `<param name="name">value` */
const ELEMENT_BODY = sticky(String.raw`\\{0,9}["'][^<>]{0,100}>${CDATA}`);
/** `name: "` before the name. */
const NAMING = /(?:name|key|variable|header|field)\\{0,9}["']?\s{0,20}[=:]\s{0,20}\\{0,9}["']?$/i;
const MAY_BE_NAMING = /\w\\{0,9}["']?\s{0,20}[=:]\s{0,20}\\{0,9}["']$/;
/** `", "value": "` */
const VALUE_FIELD = sticky(
  String.raw`${QUOTE}[\s,;]{1,100}${QUOTE}(?:(?:string|text)_?)?(?:val(?:ue)?|content|default)(?:_?string|_?text)?${QUOTE}\s{0,20}[=:]\s{0,20}${QUOTE}${VALUE}(?![{[])`,
);
const VALUE_BEFORE = /\bvalue\s{0,20}=\s{0,20}["'][^"']/;
/** Before a credential; in addresses after `?` or `&`, one of another service is none of ours. */
const APART = /^$|[\s;,{["'`(<>|*$!~\\:]/;
/** But for those in which databases are written. */
const PARAMETER = /[?&]/;
const QUOTED = /["']/;
/** The last sign of what `OPENED` and `NAMING` match. */
const BEFORE_NAME = /[<:="'\\\s]/;
/** How far back is looked. */
const NEAR = 60;
const FAR = 500;

export function hasValueAfter(name: NameInText): boolean {
  const { text, start, isOfWebhook, isInAddress } = name;
  const last = text.charAt(start - 1);
  const isApart = isOfWebhook || APART.test(last);
  if (!isApart) return PARAMETER.test(last) && isInAddress(start - 1) && follows(ASSIGNED, name);
  return (
    follows(ASSIGNED, name) || isGivenAsOption(name) || isOnNextLine(name) || isInMarkup(name, last)
  );
}

function isGivenAsOption(name: NameInText): boolean {
  return name.isOption && follows(AFTER_OPTION, name) && !isAt(SENTENCE, name.text, AFTER_OPTION);
}

function isOnNextLine(name: NameInText): boolean {
  if (!follows(NEXT_LINE, name)) return false;
  if (name.isOfWebhook || !name.mayLookAt(NEAR)) return true;
  return LINE_START.test(before(name, NEAR)) && !isAt(OTHER_NAME, name.text, NEXT_LINE);
}

/** @param last the character before the name: of most names, it says that there is no markup */
function isInMarkup(name: NameInText, last: string): boolean {
  if (last === '>') return follows(NEXT_ELEMENT, name);
  if (!BEFORE_NAME.test(last)) return false;
  if (!name.mayLookAt(NEAR)) return true;
  const near = before(name, NEAR);
  if (OPENED.test(near) && follows(ELEMENT, name)) return true;
  if (NAMING.test(near) && follows(VALUE_FIELD, name)) return true;
  return name.isOfWebhook && QUOTED.test(last) && isInAttribute(name, near);
}

/** Words such as `id` name much else, but not with the secret of a webhook. */
function isInAttribute(name: NameInText, near: string): boolean {
  if (!name.mayLookAt(NEAR)) return true;
  if (!MAY_BE_NAMING.test(near)) return false;
  if (follows(VALUE_FIELD, name) || follows(ELEMENT_BODY, name)) return true;
  const far = before(name, FAR);
  const element = far.slice(far.lastIndexOf('<') + 1);
  return !name.mayLookAt(element.length) || VALUE_BEFORE.test(element);
}

function before({ text, start }: NameInText, most: number): string {
  return text.slice(Math.max(0, start - most), start);
}

function follows(pattern: RegExp, { text, end }: NameInText): boolean {
  pattern.lastIndex = end;
  return pattern.test(text);
}

/** @param previous what was matched last, up to the place that is looked at */
function isAt(pattern: RegExp, text: string, previous: RegExp): boolean {
  pattern.lastIndex = previous.lastIndex;
  return pattern.test(text);
}
