import { z } from 'zod';
import { GOVERNED, type Governed } from '../../src/kit/rest/fields.ts';
import type { Route } from '../../src/kit/rest/route.ts';

export type Property = {
  readonly name: string;
  readonly governed: Governed | undefined;
  readonly value: unknown;
};

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return unwrapped(schema.unwrap());
  return schema;
}

/** Every property that a schema declares, at any depth. */
export function propertiesOf(schema: unknown): Omit<Property, 'value'>[] {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) return propertiesOf(inner.element);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([name, property]) => [
    { name, governed: GOVERNED.get(property as z.ZodType) },
    ...propertiesOf(property),
  ]);
}

/** Every property of a body as its schema declares it. @param isMeant which elements of lists count */
export function valuesIn(
  schema: unknown,
  body: unknown,
  isMeant: (field: string, id: unknown) => boolean,
): Property[] {
  const inner = unwrapped(schema);
  if (body === null || body === undefined) return [];
  if (inner instanceof z.ZodArray)
    return (body as object[])
      .filter((element) => isAbout(inner.element, element, isMeant))
      .flatMap((element) => valuesIn(inner.element, element, isMeant));
  if (!(inner instanceof z.ZodObject)) return [];
  const values = body as Record<string, unknown>;
  return Object.entries(inner.shape).flatMap(([name, property]) => [
    { name, governed: GOVERNED.get(property as z.ZodType), value: values[name] },
    ...valuesIn(property, values[name], isMeant),
  ]);
}

/** Whether an element of a list is about a subject, by its own number. */
function isAbout(
  schema: unknown,
  element: object,
  isMeant: (field: string, id: unknown) => boolean,
): boolean {
  if (!(schema instanceof z.ZodObject)) return true;
  const key = ['id', 'user_id'].find((name) => name in schema.shape);
  if (key === undefined) return true;
  const { field } = GOVERNED.get(schema.shape[key] as z.ZodType) ?? {};
  return isMeant(field ?? '', (element as Record<string, unknown>)[key]);
}

/** Properties that no schema declares: nothing says who may read them. */
export function undeclaredIn(schema: unknown, body: unknown): string[] {
  const inner = unwrapped(schema);
  if (body === null || body === undefined) return [];
  if (inner instanceof z.ZodArray)
    return (body as unknown[]).flatMap((element) => undeclaredIn(inner.element, element));
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    name in inner.shape ? undeclaredIn(inner.shape[name], value) : [name],
  );
}

export function schemaOf({ responses }: Route): unknown {
  return responses[200]?.schema ?? responses[201]?.schema;
}
