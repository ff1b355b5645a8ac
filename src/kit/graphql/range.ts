import { builder } from './builder.ts';

export const DateRange = builder.inputType('DateRange', {
  description: 'A stretch of time of at most ten years.',
  fields: (t) => ({
    start: t.field({ type: 'DateTime', required: true, description: 'Its first moment.' }),
    end: t.field({
      type: 'DateTime',
      required: true,
      description: 'The moment at which it is over: no part of it, and after `start`.',
    }),
  }),
});
