import type { EqualityFilter } from '../../data/paging/filter.ts';
import { builder } from './builder.ts';
import { type NodeType, type Path, readId } from './ids.ts';

// The input types that all lists share, and how they are read.

export const StringFilter = builder.inputType('StringFilter', {
  description:
    'Conditions on text; all must hold. Text is compared by Unicode case folding of its NFC: case and the form of a letter do not matter.',
  fields: (t) => ({
    eq: t.string({ description: 'Equal to this text.' }),
    in: t.stringList({ description: 'One of these texts; an empty list matches nothing.' }),
    contains: t.string({ description: 'Contains this text. No wildcards.' }),
    startsWith: t.string({ description: 'Starts with this text. No wildcards.' }),
  }),
});

export const DateTimeFilter = builder.inputType('DateTimeFilter', {
  description: 'Conditions on a time; all must hold.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'At or after this time.' }),
    gt: t.field({ type: 'DateTime', description: 'After this time.' }),
    lte: t.field({ type: 'DateTime', description: 'At or before this time.' }),
    lt: t.field({ type: 'DateTime', description: 'Before this time.' }),
  }),
});

export const IDFilter = builder.inputType('IDFilter', {
  description:
    'Conditions on an id; all must hold. A text that is not an id of the right type is an error.',
  fields: (t) => ({
    eq: t.id({ description: 'Equal to this id.' }),
    in: t.idList({ description: 'One of these; an empty list matches nothing.' }),
  }),
});

type IdFilterInput = { eq?: string | null | undefined; in?: readonly string[] | null | undefined };

/** @throws InvalidInputError when one of the texts is no id of this type */
export function readIdFilter(
  type: NodeType,
  filter: IdFilterInput | null | undefined,
  path: Path,
): EqualityFilter<bigint> | undefined {
  if (!filter) return undefined;
  return {
    eq: filter.eq == null ? filter.eq : readId(type, filter.eq, [...path, 'eq']),
    in: filter.in?.map((id, place) => readId(type, id, [...path, 'in', place])),
  };
}

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'The direction of a sort order.',
  values: {
    ASC: { description: 'Smallest or oldest first.' },
    DESC: { description: 'Largest or newest first.' },
  } as const,
});

type SortField<Name extends string> = ReturnType<
  typeof builder.enumType<string, { readonly [Key in Name]: { readonly description: string } }>
>;

/** The input by which a list is sorted: one of its sort fields, and the direction. */
export function orderInput<Name extends string>(
  name: string,
  { plural, sortField }: { readonly plural: string; readonly sortField: SortField<Name> },
) {
  return builder.inputType(name, {
    description: `The sort order of a list of ${plural}.`,
    fields: (t) => ({
      field: t.field({ type: sortField, required: true, description: 'The sort field.' }),
      direction: t.field({ type: OrderDirection, required: true, description: 'The direction.' }),
    }),
  });
}
