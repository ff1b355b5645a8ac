import { z } from 'zod';
import { MAX_ADDRESS_LENGTH, readEmailAddress } from '../../core/input/email-address.ts';
import { refuse } from '../../core/input/rules.ts';

/** An address to be stored, in its one form. */
export const emailAddress = z
  .string()
  .transform((value, context): string => {
    const read = readEmailAddress(value);
    if ('address' in read) return read.address;
    const { reason } = read;
    refuse(context, value, `value is not a valid email address: ${reason}`, {
      type: 'value_error',
      context: { reason },
    });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'email', maxLength: MAX_ADDRESS_LENGTH } });
