import { z } from 'zod';
import { refuse } from '../input/rules.ts';
import { textProblem } from '../input/text.ts';

const MAX_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
/** "Jane <jane@example.com>": only the address counts. */
const WITH_NAME = /^[^<>]*<([^<>]*)>$/;
const LOCAL = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?$/u;
/** Names that RFC 6761 and its kin set aside: no mail is ever delivered there. */
const RESERVED = ['test', 'invalid', 'local', 'localhost', 'onion', 'arpa'];

const AT_SIGN = 'An email address must have an @-sign.';
const NO_PERIOD = 'The part after the @-sign is not valid. It should have a period.';
const RESERVED_NAME =
  'The part after the @-sign is a special-use or reserved name that cannot be used with email.';
const BAD_DOMAIN = 'The part after the @-sign contains invalid characters.';
const BAD_LOCAL = 'The email address contains invalid characters before the @-sign.';
const EMPTY_LOCAL = 'There must be something before the @-sign.';
const EMPTY_DOMAIN = 'There must be something after the @-sign.';
const TOO_LONG = 'The email address is too long.';

/** An address to be stored: blanks and a display name dropped, the domain in lower case. */
export const emailAddress = z
  .string()
  .transform((value, context): string => {
    const read = readEmail(value);
    if ('address' in read) return read.address;
    const { reason } = read;
    refuse(context, value, `value is not a valid email address: ${reason}`, {
      type: 'value_error',
      context: { reason },
    });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'email', maxLength: MAX_LENGTH } });

function readEmail(text: string): { address: string } | { reason: string } {
  const problem = text.length > 2_048 ? TOO_LONG : textProblem(text);
  if (problem !== null) return { reason: problem };

  const trimmed = text.trim();
  const bare = (WITH_NAME.exec(trimmed)?.[1] ?? trimmed).trim();
  const at = bare.lastIndexOf('@');
  if (at < 0) return { reason: AT_SIGN };

  const local = bare.slice(0, at);
  const domain = bare.slice(at + 1).toLowerCase();
  const reason = localProblem(local) ?? domainProblem(domain);
  if (reason !== null) return { reason };
  return bare.length > MAX_LENGTH ? { reason: TOO_LONG } : { address: `${local}@${domain}` };
}

function localProblem(local: string): string | null {
  if (local === '') return EMPTY_LOCAL;
  if (local.length > MAX_LOCAL_LENGTH) return TOO_LONG;
  return LOCAL.test(local) ? null : BAD_LOCAL;
}

function domainProblem(domain: string): string | null {
  if (domain === '') return EMPTY_DOMAIN;
  const labels = domain.split('.');
  if (labels.length < 2) return NO_PERIOD;
  if (!labels.every((label) => LABEL.test(label))) return BAD_DOMAIN;
  return RESERVED.includes(labels.at(-1) ?? '') ? RESERVED_NAME : null;
}
