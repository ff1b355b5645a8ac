import { unexpectedCharacters, unsafeCharacter } from './characters.ts';
import { withoutDisplayName } from './display-name.ts';
import { readDomain } from './email-domain.ts';
import { textProblem } from './text.ts';

// What Python's email-validator accepts, as Pydantic calls it; what it refuses is refused, in its words.

/** In bytes, in each of its forms. */
export const MAX_ADDRESS_LENGTH = 254;
const MAX_TEXT_LENGTH = 2_048;

const ATOM = /[a-z0-9_!#$%&'*+\-/=?^`{|}~.\u0080-\u{10ffff}]/iu;
/** Mailboxes of a role, whose case never counts (RFC 2142). */
const ROLES = new Set(
  'info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp ftp'.split(
    ' ',
  ),
);

export type EmailAddress = { readonly address: string };
type Refused = { readonly reason: string };

/**
 * Reads an address in its one form: blanks and a display name are dropped, the part before the @ is in
 * NFC, the domain is in lower case and in Unicode, however it was written.
 */
export function readEmailAddress(text: string): EmailAddress | Refused {
  if (text.length > MAX_TEXT_LENGTH) {
    return { reason: `Length must not exceed ${MAX_TEXT_LENGTH} characters` };
  }
  const problem = textProblem(text);
  if (problem !== null) return { reason: problem };

  const given = withoutDisplayName(text);
  const at = given.indexOf('@');
  if (at < 0) return { reason: noAtSign(given) };

  const local = readLocal(given.slice(0, at));
  if ('reason' in local) return local;
  const domain = readDomain(given.slice(at + 1));
  if ('reason' in domain) return domain;
  const address = `${local.local}@${domain.unicode}`;
  const isTooLong = [given, address, `${local.local}@${domain.ascii}`].some(
    (form) => Buffer.byteLength(form) > MAX_ADDRESS_LENGTH,
  );
  return isTooLong ? { reason: 'The email address is too long.' } : { address };
}

/** An address in the form in which it is stored; what is none stays as it is, and so finds nobody or what was imported. */
export function normalAddress(text: string): string {
  const read = readEmailAddress(text);
  return 'address' in read ? read.address : text;
}

function noAtSign(text: string): string {
  return text.includes('＠')
    ? 'The email address has the "full-width" at-sign (@) character instead of a regular at-sign.'
    : 'An email address must have an @-sign.';
}

function readLocal(given: string): { readonly local: string } | Refused {
  const reason = localProblem(given);
  if (reason !== null) return { reason };
  const normal = given.normalize('NFC');
  const after = localProblem(normal);
  if (after !== null) return { reason: `After Unicode normalization: ${after}` };
  return { local: ROLES.has(normal.toLowerCase()) ? normal.toLowerCase() : normal };
}

function localProblem(local: string): string | null {
  if (local === '') return 'There must be something before the @-sign.';
  if (local.startsWith('"') && local.length > 1 && local.endsWith('"')) {
    return 'Quoting the part before the @-sign is not allowed here.';
  }
  const unexpected = unexpectedCharacters(local, ATOM);
  if (unexpected !== null) {
    return `The email address contains invalid characters before the @-sign: ${unexpected}.`;
  }
  if (local.endsWith('.')) {
    return 'An email address cannot have a period immediately before the @-sign.';
  }
  if (local.startsWith('.')) return 'An email address cannot start with a period.';
  if (local.includes('..')) return 'An email address cannot have two periods in a row.';
  return unsafeCharacter(local);
}
