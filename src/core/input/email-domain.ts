import { domainToASCII, domainToUnicode } from 'node:url';
import { type Character, unexpectedCharacters, unsafeCharacter } from './characters.ts';
import { refusedLetters } from './idna.ts';

/** The domain of an address: in Unicode, as it is stored, and in ASCII, as mail servers see it. */
export type EmailDomain = { readonly unicode: string; readonly ascii: string };

type Refused = { readonly reason: string };

const MAX_LENGTH = 253;
const MAX_LABEL_LENGTH = 63;
/** Names that RFC 6761 and its kin set aside: no mail is ever delivered there. */
const RESERVED = ['arpa', 'invalid', 'local', 'localhost', 'onion', 'test'];

const ALLOWED = /[a-z0-9.\-\u0080-\u{10ffff}]/iu;
/** The full stop, and those of East Asia that mean the same (UTS #46). */
const DOTS = /[.。．｡]/u;
const HOST_CHARACTERS = /^[a-z0-9-]+$/;

const TOO_LONG = 'The email address is too long after the @-sign.';
const INVALID = 'The part after the @-sign contains invalid characters';
const RESERVED_NAME =
  'The part after the @-sign is a special-use or reserved name that cannot be used with email.';

/**
 * Reads a domain as IDNA 2008 has it, after the mapping of UTS #46: the result is the same however it
 * was written. The reasons are those of Python's email-validator.
 */
export function readDomain(text: string): EmailDomain | Refused {
  if (text === '') return { reason: 'There must be something after the @-sign.' };
  if (/^\[.*\]$/u.test(text)) {
    return { reason: 'A bracketed IP address after the @-sign is not allowed here.' };
  }
  const reason = characterProblem(text) ?? shapeProblem(text.split(DOTS));
  if (reason !== null) return { reason };
  // Before it is converted, which takes the square of its length.
  if ([...text].length > MAX_LENGTH) return { reason: TOO_LONG };

  const labels = text.split(DOTS).map(readLabel);
  if (labels.some((label) => label === null)) return { reason: `${INVALID}.` };
  const joined = (form: keyof EmailDomain) => labels.map((label) => label?.[form]).join('.');
  const domain = { unicode: joined('unicode'), ascii: joined('ascii') };
  const problem =
    hyphenProblem(domain.unicode) ??
    domain.unicode
      .split('.')
      .map(letterProblem)
      .find((found) => found !== null) ??
    nameProblem(domain.ascii);
  return problem === null ? domain : { reason: problem };
}

function characterProblem(text: string): string | null {
  const unexpected = unexpectedCharacters(text, ALLOWED);
  if (unexpected !== null) return `${INVALID}: ${unexpected}.`;
  const unsafe = unsafeCharacter(text);
  if (unsafe !== null) return unsafe;
  return [...text].some(holdsDot) ? `${INVALID}.` : null;
}

/** Such as one of "a.m." in a single character: it would become several labels. */
function holdsDot(character: Character): boolean {
  return !DOTS.test(character) && character.normalize('NFKD').includes('.');
}

function shapeProblem(labels: readonly string[]): string | null {
  if (labels.at(-1) === '') return 'An email address cannot end with a period.';
  if (labels[0] === '') {
    return 'An email address cannot have a period immediately after the @-sign.';
  }
  return labels.includes('') ? 'An email address cannot have two periods in a row.' : null;
}

function readLabel(label: string): EmailDomain | null {
  // Alone, a number would be read as an IP address.
  const [ascii = ''] = domainToASCII(`${label}.x`).split('.');
  const [unicode = ''] = domainToUnicode(`${ascii}.x`).split('.');
  // Punycode of what IDNA does not allow stays as it is.
  const isRead = HOST_CHARACTERS.test(ascii) && !unicode.startsWith('xn--');
  return isRead ? { ascii, unicode } : null;
}

function hyphenProblem(domain: string): string | null {
  if (domain.endsWith('-')) return 'An email address cannot end with a hyphen.';
  if (domain.startsWith('-')) {
    return 'An email address cannot have a hyphen immediately after the @-sign.';
  }
  if (/-\.|\.-/.test(domain)) {
    return 'An email address cannot have a period and a hyphen next to each other.';
  }
  return /(^|\.)[^.]{2}--/u.test(domain)
    ? 'An email address cannot have two letters followed by two dashes immediately after the @-sign or after a period, except Punycode.'
    : null;
}

function letterProblem(label: string): string | null {
  const refused = refusedLetters(label);
  return refused === null ? null : `The part after the @-sign is not valid IDNA (${refused}).`;
}

function nameProblem(ascii: string): string | null {
  if (ascii.length > MAX_LENGTH) return TOO_LONG;
  if (ascii.split('.').some((label) => label.length > MAX_LABEL_LENGTH)) {
    return 'After the @-sign, periods cannot be separated by so many characters.';
  }
  if (!ascii.includes('.')) {
    return 'The part after the @-sign is not valid. It should have a period.';
  }
  if (!/[a-z]$/.test(ascii)) {
    return 'The part after the @-sign is not valid. It is not within a valid top-level domain.';
  }
  const [top] = ascii.split('.').slice(-1);
  return RESERVED.includes(top ?? '') ? RESERVED_NAME : null;
}
