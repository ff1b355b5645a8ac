import { z } from 'zod';
import { parseInt64 } from '../../core/input/integer.ts';
import { refuse, wholeNumber } from '../../core/input/rules.ts';

const ROW_ID = /^-?\d+$/;

/** One row, one address: digits alone name it. Zero for what no row can have, null for what is no number. */
export function rowIdOf(text: string): bigint | null {
  return ROW_ID.test(text) ? (parseInt64(text) ?? 0n) : null;
}

/** A number in a path that names a row. What no row can have is as unknown as what none has. */
export function rowId(description: string) {
  return z
    .string()
    .transform((text, context): bigint => {
      const id = rowIdOf(text);
      if (id !== null) return id;
      refuse(
        context,
        text,
        'Input should be a valid integer, unable to parse string as an integer',
        { type: 'int_parsing' },
      );
      return z.NEVER;
    })
    .meta({
      description,
      param: { example: 1 },
      override: { type: 'integer', format: 'int64', minimum: 1 },
    });
}

/** Query parameters that may be given several times, which is as if their values were joined by commas. */
export const takesSeveral = z.registry<object>();

export const MAX_ROWS = 1_000;

/** How many rows of a list, as a query parameter. */
export function rowLimit(preset: number, description: string) {
  return wholeNumber({ min: 0, max: MAX_ROWS })
    .optional()
    .transform((limit) => limit ?? preset)
    .meta({
      description: `${description} 0 to ${MAX_ROWS}. Default: ${preset}.`,
      param: { example: preset },
      override: { type: 'integer', minimum: 0, maximum: MAX_ROWS, default: preset },
    });
}

export function rowOffset(description: string) {
  return wholeNumber({ min: 0 })
    .optional()
    .transform((offset) => offset ?? 0)
    .meta({
      description: `${description} Default: 0.`,
      param: { example: 0 },
      override: { type: 'integer', minimum: 0, default: 0 },
    });
}

const FLAGS: Readonly<Record<string, boolean>> = {
  ...Object.fromEntries(['true', '1', 'yes', 'on', 't', 'y'].map((word) => [word, true])),
  ...Object.fromEntries(['false', '0', 'no', 'off', 'f', 'n'].map((word) => [word, false])),
};

/** Yes or no, as a query parameter, in any of the words that older clients use. */
export function flag(preset: boolean, description: string) {
  return z
    .string()
    .transform((text, context): boolean => {
      const word = text.toLowerCase();
      const value = Object.hasOwn(FLAGS, word) ? FLAGS[word] : undefined;
      if (value !== undefined) return value;
      refuse(context, text, 'Input should be a valid boolean, unable to interpret input', {
        type: 'bool_parsing',
      });
      return z.NEVER;
    })
    .optional()
    .transform((value) => value ?? preset)
    .meta({
      description: `${description} Default: ${preset}.`,
      param: { example: preset },
      override: { type: 'boolean', default: preset },
    });
}
