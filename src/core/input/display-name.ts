/** What Python calls a blank. */
const BLANKS =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const BLANK = new RegExp(`[${BLANKS}]`);
const NAME_PART = /^[\p{L}\p{N}_!#$%&'*+\-/=?^`{|}~]+$/u;

/**
 * The address of `Jane <jane@example.com>` and `"Doe, Jane" <jane@example.com>`, without the blanks
 * around it. Of any other text, all of it. By steps rather than one expression: those that allow for
 * names in front take the square of the length of some texts.
 */
export function withoutDisplayName(text: string): string {
  const trimmed = trimBlanks(text);
  const open = trimmed.endsWith('>') ? openingBracket(trimmed) : -1;
  const inner = trimmed.slice(open + 1, -1);
  return open < 0 || inner === '' ? trimmed : trimBlanks(inner);
}

function openingBracket(text: string): number {
  if (text.startsWith('"')) return bracketAfterQuotes(text);
  const open = text.indexOf('<');
  const name = trimBlanks(text.slice(0, open));
  const isName =
    name === '' || name.split(BLANK).every((part) => part === '' || NAME_PART.test(part));
  return isName ? open : -1;
}

/** The name ends at the last quote that a bracket follows. */
function bracketAfterQuotes(text: string): number {
  const SHORTEST = 2;
  for (
    let quote = text.lastIndexOf('"');
    quote >= SHORTEST;
    quote = text.lastIndexOf('"', quote - 1)
  ) {
    let open = quote + 1;
    while (isBlank(text, open)) open += 1;
    if (text[open] === '<') return open;
  }
  return -1;
}

function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (isBlank(text, start)) start += 1;
  while (end > start && isBlank(text, end - 1)) end -= 1;
  return text.slice(start, end);
}

function isBlank(text: string, at: number): boolean {
  const character = text[at];
  return character !== undefined && BLANK.test(character);
}
