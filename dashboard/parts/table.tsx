import type { ComponentChildren } from 'preact';

export type Column<Row> = {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
  /** The cell for programs, where it shows more than a text. */
  readonly text?: (row: Row) => string | number | null | undefined;
  /** The field by which the list can be sorted here. */
  readonly sortBy?: string;
};

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
            <tr key={place}>{columns.map((column, at) => cellOf(column, row, at === 0))}</tr>
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

function cellOf<Row>({ name, isNumber, cell }: Column<Row>, row: Row, isFirst: boolean) {
  const look = isNumber ? 'number' : undefined;
  if (isFirst)
    return (
      <th key={name} scope="row" class={look}>
        {cell(row)}
      </th>
    );
  return (
    <td key={name} class={look}>
      {cell(row)}
    </td>
  );
}
