import { z } from 'zod';
import { line } from '../../core/input/rules.ts';

export const holdInput = z.object({
  reason: line({ max: 500 }).refine((text) => text.trim() !== '', {
    message: 'must not be blank',
    params: { type: 'value_error' },
  }),
});
