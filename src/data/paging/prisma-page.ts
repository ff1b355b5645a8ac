import sql from 'sql-template-tag';
import { readCursor } from './cursor.ts';
import type { CursorColumn, Direction, Slice } from './page.ts';

type Condition = { readonly OR: Record<string, unknown>[] };

/** The part of a query of Prisma that cuts out one page. */
type PrismaPage = {
  readonly where: { readonly AND: Condition[] };
  readonly orderBy: Record<string, 'asc' | 'desc'>[];
  readonly take: number;
};

/** A list of Prisma in the order of a time. Rows that are equal in it are sorted by id. */
export type TimeOrder<Row> = CursorColumn<Row> & {
  readonly field: string;
  readonly direction: Direction;
};

/**
 * As `pageSql`, for Prisma.
 * @throws InvalidInputError for a cursor that is not of this list
 */
export function prismaPage<Row>(
  { name, field, direction }: TimeOrder<Row>,
  slice: Slice,
): PrismaPage {
  const isAscending = direction === 'ASC';
  const way = isAscending === slice.backwards ? 'desc' : 'asc';
  const beyond = (argument: 'after' | 'before', comparison: 'gt' | 'lt'): Condition[] => {
    const cursor = readCursor(argument, slice[argument], { name, cast: sql`timestamptz` });
    if (cursor === null) return [];
    const time = new Date(cursor.value);
    const sameTime = { [field]: time, id: { [comparison]: cursor.id } };
    return [{ OR: [{ [field]: { [comparison]: time } }, sameTime] }];
  };
  return {
    where: {
      AND: [
        ...beyond('after', isAscending ? 'gt' : 'lt'),
        ...beyond('before', isAscending ? 'lt' : 'gt'),
      ],
    },
    orderBy: [{ [field]: way }, { id: way }],
    take: slice.limit + 1,
  };
}
