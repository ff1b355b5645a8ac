import type { ComponentChildren } from 'preact';
import { count } from '../format.ts';
import type { Column } from './column.ts';

export type Sort = { readonly field: string; readonly direction: 'ASC' | 'DESC' };

type Sorting = { readonly sort: Sort; readonly onSort: (sort: Sort) => void };

type Props<Row> = {
  /** What it is a table of, for who cannot see what stands around it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly sorting?: Sorting | undefined;
};

/** A table that scrolls within itself where it is too wide; its first column names the row. */
export function Table<Row>({ label, columns, rows, sorting }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: not a region of its own, and not a part of a form.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard, too.
    <section role="group" class="scroll" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.name} {...column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={keyOf(row) ?? place}>
              {columns.map((column, at) => cellOf(column, row, at === 0))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

type HeadProps = Pick<Column<never>, 'name' | 'isNumber' | 'sortBy'> & {
  readonly sorting: Sorting | undefined;
};

function Head({ name, isNumber, sortBy, sorting }: HeadProps) {
  const look = isNumber ? 'number' : undefined;
  if (sortBy === undefined || sorting === undefined)
    return (
      <th scope="col" class={look}>
        {name}
      </th>
    );
  const { sort, onSort } = sorting;
  const direction = sort.field === sortBy ? sort.direction : null;
  const next = direction === 'ASC' ? 'DESC' : 'ASC';
  return (
    <th scope="col" class={look} aria-sort={direction === null ? undefined : ORDERS[direction]}>
      <button type="button" class="sort" onClick={() => onSort({ field: sortBy, direction: next })}>
        {name}
        <span aria-hidden="true">{direction === null ? '↕' : ARROWS[direction]}</span>
      </button>
    </th>
  );
}

const ORDERS = { ASC: 'ascending', DESC: 'descending' } as const;
const ARROWS = { ASC: '↑', DESC: '↓' };

/** A row keeps its place in the page, and the focus within it, while others come and go. */
function keyOf(row: unknown): string | undefined {
  const id = row !== null && typeof row === 'object' && 'id' in row ? row.id : undefined;
  return typeof id === 'string' ? id : undefined;
}

function cellOf<Row>(column: Column<Row>, row: Row, isFirst: boolean) {
  const { name, isNumber } = column;
  const look = isNumber ? 'number' : undefined;
  const content = contentOf(column, row);
  if (isFirst)
    return (
      <th key={name} scope="row" class={look}>
        {content}
      </th>
    );
  return (
    <td key={name} class={look}>
      {content}
    </td>
  );
}

function contentOf<Row>(column: Column<Row>, row: Row): ComponentChildren {
  if (!column.isNumber || column.cell) return column.cell?.(row);
  const { value, format = count } = column;
  return format(value(row));
}
