import type { EqualityFilter } from '../../data/paging/filter.ts';
import { builder } from './builder.ts';
import { type NodeType, type Path, readId } from './ids.ts';

// The input types that all lists share, and how they are read.

export const StringFilter = builder.inputType('StringFilter', {
  description:
    'Conditions on text, all of which must hold. Texts are the same by Unicode case folding of their NFC: upper and lower case, and all forms of a letter.',
  fields: (t) => ({
    eq: t.string({ description: 'Exactly this text.' }),
    in: t.stringList({ description: 'One of these texts; an empty list matches nothing.' }),
    contains: t.string({ description: 'This text stands somewhere in it. No wildcards.' }),
    startsWith: t.string({ description: 'It begins with this text. No wildcards.' }),
  }),
});

export const DateTimeFilter = builder.inputType('DateTimeFilter', {
  description: 'Conditions on a moment, all of which must hold.',
  fields: (t) => ({
    gte: t.field({ type: 'DateTime', description: 'At or after this moment.' }),
    gt: t.field({ type: 'DateTime', description: 'After this moment.' }),
    lte: t.field({ type: 'DateTime', description: 'At or before this moment.' }),
    lt: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
});

export const IDFilter = builder.inputType('IDFilter', {
  description:
    'Conditions on an id, all of which must hold. A text that is no id of the right type is an error.',
  fields: (t) => ({
    eq: t.id({ description: 'Exactly this one.' }),
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

export const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which way a list runs.',
  values: {
    ASC: { description: 'Smallest or oldest first.' },
    DESC: { description: 'Largest or newest first.' },
  } as const,
});
