import { builder } from './builder.ts';

export const DateRange = builder.inputType('DateRange', {
  description: 'A time range of at most ten years.',
  fields: (t) => ({
    start: t.field({ type: 'DateTime', required: true, description: 'The start, inclusive.' }),
    end: t.field({
      type: 'DateTime',
      required: true,
      description: 'The end, exclusive; must be after `start`.',
    }),
  }),
});
