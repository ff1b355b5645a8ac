import { ScimError, type ScimType } from '../../../core/scim-error.ts';

export type SyntaxToken =
  | { readonly kind: 'WORD'; readonly text: string }
  | { readonly kind: 'TEXT'; readonly text: string }
  | { readonly kind: 'SIGN'; readonly text: '(' | ')' | '[' | ']' };

/** What is refused is refused as a filter, or as the path of an operation. */
export type Syntax = Extract<ScimType, 'invalidFilter' | 'invalidPath'>;

const MOST_CHARACTERS = 4_096;
const BLANKS = [' ', '\t'];
const SIGNS = ['(', ')', '[', ']'];
const QUOTE = '"';
const ENDS_WORD = [...BLANKS, ...SIGNS, QUOTE];

/** Takes a filter or a path apart, in one pass. @throws ScimError */
export function tokensOf(text: string, syntax: Syntax): readonly SyntaxToken[] {
  if (text.length > MOST_CHARACTERS)
    throw scimSyntaxError(syntax, `must have at most ${MOST_CHARACTERS} characters`);
  const tokens: SyntaxToken[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOfToken(text, at, syntax);
    const token = tokenOf(text.slice(at, end), syntax);
    if (token !== null) tokens.push(token);
    at = end;
  }
  return tokens;
}

function endOfToken(text: string, from: number, syntax: Syntax): number {
  const sign = text.charAt(from);
  if (sign === QUOTE) return endOfText(text, from, syntax);
  return ENDS_WORD.includes(sign) ? from + 1 : endOfWord(text, from);
}

/** Null for a blank. */
function tokenOf(part: string, syntax: Syntax): SyntaxToken | null {
  if (BLANKS.includes(part)) return null;
  if (SIGNS.includes(part)) return { kind: 'SIGN', text: part as '(' };
  return part.startsWith(QUOTE)
    ? { kind: 'TEXT', text: textIn(part, syntax) }
    : { kind: 'WORD', text: part };
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !ENDS_WORD.includes(text.charAt(at))) at += 1;
  return at;
}

function endOfText(text: string, from: number, syntax: Syntax): number {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text.charAt(at) === '\\') at += 1;
    else if (text.charAt(at) === QUOTE) return at + 1;
  }
  throw scimSyntaxError(syntax, 'has a text without a closing quotation mark');
}

function textIn(json: string, syntax: Syntax): string {
  try {
    return String(JSON.parse(json));
  } catch {
    throw scimSyntaxError(syntax, 'has a text that is not written as in JSON');
  }
}

export function scimSyntaxError(syntax: Syntax, problem: string): ScimError {
  const what = syntax === 'invalidFilter' ? 'The filter' : 'The path of an operation';
  return new ScimError(`${what} ${problem}`, { scimType: syntax });
}
