import type { ComponentChildren } from 'preact';

export type Column<Row> = {
  readonly name: string;
  readonly isNumber?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
};

type Props<Row> = {
  /** What it is a table of, for who cannot see what stands around it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
};

/** A table that scrolls within itself where it is too wide; its first column names the row. */
export function Table<Row>({ label, columns, rows }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard, too.
    <section class="scroll" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name, isNumber }) => (
              <th key={name} scope="col" class={isNumber ? 'number' : undefined}>
                {name}
              </th>
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
