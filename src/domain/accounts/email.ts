import { z } from 'zod';
import { holdsApiKey } from '../../core/input/api-keys-in-text.ts';
import { MAX_ADDRESS_LENGTH, readEmailAddress } from '../../core/input/email-address.ts';
import { KEY_PROBLEM, refuse } from '../../core/input/rules.ts';

/** An address to be stored, in its one form. */
export const emailAddress = z
  .string()
  .transform((value, context): string => {
    const read = readEmailAddress(value);
    const isKey = 'address' in read && holdsApiKey(read.address);
    if ('address' in read && !isKey) return read.address;
    const reason = 'reason' in read ? read.reason : KEY_PROBLEM;
    refuse(context, value, `value is not a valid email address: ${reason}`, {
      type: 'value_error',
      context: { reason },
    });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'email', maxLength: MAX_ADDRESS_LENGTH } });
