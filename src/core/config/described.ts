import { z } from 'zod';

// A setting: its rule, and what the documentation says of it.

export type About = {
  /** As the operator would write it; empty when there is none. */
  readonly default: string;
  readonly description: string;
  /** A secret can also be read from a file, named in `<NAME>_FILE`. */
  readonly secret: boolean;
};

const about = z.registry<About>();

/** The default goes through the same rule as a value from outside. */
export function preset<Output>(
  schema: z.ZodType<Output, string>,
  text: string,
  description: string,
) {
  return noted(schema.prefault(text), { default: text, description, secret: false });
}

export function optional<Output>(
  schema: z.ZodType<Output, string>,
  text: string,
  description: string,
) {
  return noted(schema.optional(), { default: text, description, secret: false });
}

export function secret<Output>(schema: z.ZodType<Output, string>, description: string) {
  return noted(schema.optional(), { default: '', description, secret: true });
}

function noted<Schema extends z.ZodType>(schema: Schema, notes: About): Schema {
  const plain: z.ZodType = schema;
  about.add(plain, notes);
  return schema;
}

export function aboutOf(schema: z.ZodType): About {
  const notes = about.get(schema);
  if (notes === undefined) throw new Error('A setting without a description');
  return notes;
}
