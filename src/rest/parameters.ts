import { z } from 'zod';
import { parseInt64 } from '../input/integer.ts';
import { refuse, wholeNumber } from '../input/rules.ts';

/** A number in a path that names a row. What no row can have is as unknown as what none has. */
export function rowId(description: string) {
  return z
    .string()
    .transform((text, context): bigint => {
      const id = parseInt64(text);
      if (id !== null) return id;
      if (/^[+-]?\d+$/.test(text.trim())) return 0n;
      refuse(
        context,
        text,
        'Input should be a valid integer, unable to parse string as an integer',
        { type: 'int_parsing' },
      );
      return z.NEVER;
    })
    .meta({ description, override: { type: 'integer', format: 'int64', minimum: 1 } });
}

export const MAX_ROWS = 1_000;

/** How many rows of a list, as a query parameter. */
export function rowLimit(preset: number, description: string) {
  return wholeNumber({ min: 0, max: MAX_ROWS })
    .optional()
    .transform((limit) => limit ?? preset)
    .meta({
      description: `${description} 0 to ${MAX_ROWS}, ${preset} if left out.`,
      override: { type: 'integer', minimum: 0, maximum: MAX_ROWS, default: preset },
    });
}

export function rowOffset(description: string) {
  return wholeNumber({ min: 0 })
    .optional()
    .transform((offset) => offset ?? 0)
    .meta({
      description: `${description} From 0, which it is if left out.`,
      override: { type: 'integer', minimum: 0, default: 0 },
    });
}
