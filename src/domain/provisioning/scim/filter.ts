import { textProblem } from '../../../core/input/text.ts';
import { type Syntax, type SyntaxToken, scimSyntaxError, tokensOf } from './tokens.ts';

// Filters of RFC 7644, section 3.4.2.2. A filter is text of a client: it is read into this form, of which
// statements are made with all values as parameters.

const OPERATORS = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
export type FilterOperator = (typeof OPERATORS)[number];

export type AttributePath = {
  /** Of the schema, where it is named. */
  readonly urn: string | null;
  readonly attribute: string;
  readonly part: string | null;
};

export type FilterValue = string | number | boolean | null;

export type Filter =
  | {
      readonly kind: 'COMPARE';
      readonly path: AttributePath;
      readonly operator: FilterOperator;
      readonly value: FilterValue;
    }
  | { readonly kind: 'PRESENT'; readonly path: AttributePath }
  | { readonly kind: 'AND' | 'OR'; readonly filters: readonly Filter[] }
  | { readonly kind: 'NOT'; readonly filter: Filter }
  /** `emails[type eq "work"]`: one value fulfils all of it. */
  | { readonly kind: 'WITHIN'; readonly path: AttributePath; readonly filter: Filter };

const MOST_DEEP = 16;
const MOST_TERMS = 64;
const NAME = /^[A-Za-z$][\w$-]*$/;
const NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;

/** @throws ScimError */
export function parseFilter(text: string): Filter {
  const reader = new TokenReader(tokensOf(text, 'invalidFilter'), 'invalidFilter');
  const filter = reader.either(1);
  reader.end();
  return filter;
}

/** `name.givenName`, with the name of its schema before it or not. @throws ScimError */
export function readPath(text: string, syntax: Syntax): AttributePath {
  const colon = text.lastIndexOf(':');
  const [attribute = '', part, ...more] = text.slice(colon + 1).split('.');
  const names = part === undefined ? [attribute] : [attribute, part];
  if (more.length > 0 || !names.every((name) => NAME.test(name)))
    throw scimSyntaxError(syntax, 'has a name of an attribute that is none');
  return { urn: colon < 0 ? null : text.slice(0, colon), attribute, part: part ?? null };
}

/** Reads tokens from left to right, each once. */
export class TokenReader {
  readonly #tokens: readonly SyntaxToken[];
  readonly #syntax: Syntax;
  #at = 0;
  #terms = 0;

  constructor(tokens: readonly SyntaxToken[], syntax: Syntax) {
    this.#tokens = tokens;
    this.#syntax = syntax;
  }

  end(): void {
    if (this.#at < this.#tokens.length) throw this.#malformed('continues where it should end');
  }

  either(depth: number): Filter {
    return this.#joined('OR', 'or', () => this.#both(depth));
  }

  #both(depth: number): Filter {
    return this.#joined('AND', 'and', () => this.#term(depth));
  }

  #joined(kind: 'AND' | 'OR', keyword: string, next: () => Filter): Filter {
    const first = next();
    const filters = [first];
    while (this.#takeKeyword(keyword)) filters.push(next());
    return filters.length === 1 ? first : { kind, filters };
  }

  #term(depth: number): Filter {
    if (depth > MOST_DEEP) throw this.#malformed(`is nested more than ${MOST_DEEP} levels deep`);
    this.#terms += 1;
    if (this.#terms > MOST_TERMS) throw this.#malformed(`has more than ${MOST_TERMS} conditions`);
    if (this.takeSign('(')) return this.#group(depth);
    if (this.#isKeyword('not') && this.#tokens[this.#at + 1]?.text === '(') {
      this.#at += 2;
      return { kind: 'NOT', filter: this.#group(depth) };
    }
    const path = readPath(this.word(), this.#syntax);
    return this.takeSign('[') ? this.#within(path, depth) : this.#condition(path);
  }

  #group(depth: number): Filter {
    const filter = this.either(depth + 1);
    this.expectSign(')');
    return filter;
  }

  /** `emails[type eq "work"].value eq "x"` means the same as both conditions within the brackets. */
  #within(path: AttributePath, depth: number): Filter {
    const filter = this.bracketed(depth);
    const token = this.#tokens[this.#at];
    if (token?.kind !== 'WORD' || !token.text.startsWith('.'))
      return { kind: 'WITHIN', path, filter };
    const part = this.#condition(readPath(this.word().slice(1), this.#syntax));
    return { kind: 'WITHIN', path, filter: { kind: 'AND', filters: [filter, part] } };
  }

  /** What stands behind an opening bracket. */
  bracketed(depth: number): Filter {
    const filter = this.either(depth + 1);
    this.expectSign(']');
    return filter;
  }

  #condition(path: AttributePath): Filter {
    const word = this.word().toLowerCase();
    if (word === 'pr') return { kind: 'PRESENT', path };
    const operator = OPERATORS.find((known) => known === word);
    if (operator === undefined) throw this.#malformed('has an operator that does not exist');
    return { kind: 'COMPARE', path, operator, value: this.#value() };
  }

  #value(): FilterValue {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind === 'TEXT') {
      const problem = textProblem(token.text);
      if (problem !== null) throw this.#malformed(`has a text that ${problem}`);
      return token.text;
    }
    const word = token?.kind === 'WORD' ? token.text.toLowerCase() : '';
    if (word === 'true' || word === 'false') return word === 'true';
    if (word === 'null') return null;
    if (NUMBER.test(word)) return Number(word);
    throw this.#malformed('has a condition without a value; texts stand in quotation marks');
  }

  word(): string {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    if (token?.kind !== 'WORD')
      throw this.#malformed('lacks the name of an attribute or an operator');
    return token.text;
  }

  /** Whether another word follows. */
  hasWord(): boolean {
    return this.#tokens[this.#at]?.kind === 'WORD';
  }

  takeSign(sign: string): boolean {
    const token = this.#tokens[this.#at];
    const isThere = token?.kind === 'SIGN' && token.text === sign;
    if (isThere) this.#at += 1;
    return isThere;
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.#malformed(`lacks a \`${sign}\``);
  }

  #isKeyword(keyword: string): boolean {
    const token = this.#tokens[this.#at];
    return token?.kind === 'WORD' && token.text.toLowerCase() === keyword;
  }

  #takeKeyword(keyword: string): boolean {
    const isThere = this.#isKeyword(keyword);
    if (isThere) this.#at += 1;
    return isThere;
  }

  #malformed(problem: string) {
    return scimSyntaxError(this.#syntax, problem);
  }
}
