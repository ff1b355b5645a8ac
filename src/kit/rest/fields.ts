import { z } from 'zod';
import { type AccessRule, mayRead } from '../../security/authentication/access.ts';
import type { Viewer } from '../../security/callers/viewer.ts';

/** What decides who may read a property of a REST body. */
export type Governed = {
  /** The field of the GraphQL schema that holds the same, as `Type.field`; null where there is none. */
  readonly field: string | null;
  /** The rule of that field, for those that have one. */
  readonly rule?: AccessRule<never>;
  /** What stands there for those who may not read it; left out, the property is. */
  readonly masked?: unknown;
};

/** Every property of every response is in it: a test walks all routes and misses none. */
export const GOVERNED = z.registry<Governed>();

type Guard = Omit<Governed, 'field'>;

/**
 * Says which field's rule decides who may read a property. To be called last: zod copies a schema
 * that is described afterwards.
 */
export function field<Schema extends z.ZodType>(
  name: string | null,
  schema: Schema,
  guard: Guard = {},
): Schema {
  GOVERNED.add(schema, { field: name, ...guard });
  return schema;
}

type Shape = Pick<z.ZodObject, 'shape'>;
type Guarded = Guard & { readonly property: string; readonly rule: AccessRule<never> };

const GUARDED = new WeakMap<Shape, readonly Guarded[]>();

/** A body as this viewer may read it: what a rule refuses is masked or left out. */
export function readable<Body extends object, Parent>(
  schema: Shape,
  { viewer, parent }: { readonly viewer: Viewer; readonly parent: Parent },
  body: Body,
): Body {
  const guarded = GUARDED.get(schema) ?? guardedIn(schema);
  GUARDED.set(schema, guarded);
  let shown = body;
  for (const { property, rule, masked } of guarded) {
    // Rules are declared beside their domain's fields: the parent is the row that they know.
    if (mayRead(viewer, rule as AccessRule, parent)) continue;
    shown = { ...shown, [property]: masked };
  }
  return shown;
}

function guardedIn({ shape }: Shape): Guarded[] {
  return Object.entries(shape).flatMap(([property, schema]) => {
    const { rule, masked } = GOVERNED.get(schema as z.ZodType) ?? {};
    return rule === undefined ? [] : [{ property, rule, masked }];
  });
}
