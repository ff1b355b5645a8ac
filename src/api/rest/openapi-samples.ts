import type { CreateDocumentOptions } from 'zod-openapi';

const SAMPLE_TIME = '2026-11-27T09:30:00Z';

/** What an answer looks like in a page that shows samples: without these, pages make up odd numbers and times. */
export const withSamples: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema, io }) => {
  if (io === 'input') return;
  if (jsonSchema.type === 'integer') {
    // The bounds of exact numbers, which say nothing of the field.
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    jsonSchema.examples ??= [1];
  }
  if (jsonSchema.type === 'number') jsonSchema.examples ??= [1.5];
  if (jsonSchema.format === 'date-time') jsonSchema.examples ??= [SAMPLE_TIME];
};
