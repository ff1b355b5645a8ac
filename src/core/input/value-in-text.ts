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
/** `value="...", ` in the same element or object, before the field with the name */
const VALUE_BEFORE = /\bvalue\\{0,9}["']?\s{0,20}[=:]\s{0,20}\\{0,9}["'][^"'\\]/i;
/** A part of a form: its name, other headers, an empty line, and the value. */
const FORM_FIELD = /form-data;\s{0,20}name=["']?$/i;
const FORM_VALUE = sticky(
  String.raw`["']?(?:;[^\r\n]{0,200})?(?:\r?\n[\w-]{1,50}:[^\r\n]{0,200}){0,3}\r?\n\r?\n(?=\S)`,
);
/** Commands with which a Dockerfile, or a shell, sets a variable: `ENV NAME value` */
const SETTING = /(?:^|\n)[ \t]{0,20}(?:ENV|setenv|setx|set -\w{1,5})[ \t]{1,20}$/;
/** Before a credential; in addresses after `?` or `&`, one of another service is none of ours. */
const APART = /^$|[\s;,{["'`(<>|*$!~\\:]/;
/** But for those in which databases are written. */
const PARAMETER = /[?&]/;
const BLANK = /[ \t]/;
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
    follows(ASSIGNED, name) ||
    isGivenAsOption(name, last) ||
    isOnNextLine(name) ||
    isInMarkup(name, last)
  );
}

function isGivenAsOption(name: NameInText, last: string): boolean {
  if (!name.isOption && !BLANK.test(last)) return false;
  if (!follows(AFTER_OPTION, name) || isAt(SENTENCE, name.text, AFTER_OPTION)) return false;
  return name.isOption || !name.mayLookAt(NEAR) || SETTING.test(before(name, NEAR));
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
  const isQuoted = QUOTED.test(last);
  if (!isQuoted && OPENED.test(near) && follows(ELEMENT, name)) return true;
  if (isQuoted && FORM_FIELD.test(near) && follows(FORM_VALUE, name)) return true;
  if (NAMING.test(near)) return follows(VALUE_FIELD, name) || isBehindValue(name) || isBody(name);
  return name.isOfWebhook && isQuoted && isInAttribute(name, near);
}

/** Words such as `id` name much else, but not with the secret of a webhook. */
function isInAttribute(name: NameInText, near: string): boolean {
  if (!name.mayLookAt(NEAR)) return true;
  if (!MAY_BE_NAMING.test(near)) return false;
  return follows(VALUE_FIELD, name) || isBehindValue(name) || isBody(name);
}

function isBody(name: NameInText): boolean {
  return name.isOfWebhook && follows(ELEMENT_BODY, name);
}

function isBehindValue(name: NameInText): boolean {
  const far = before(name, FAR);
  const opening = Math.max(far.lastIndexOf('<'), far.lastIndexOf('{'));
  const fields = far.slice(opening + 1);
  return !name.mayLookAt(fields.length) || VALUE_BEFORE.test(fields);
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
