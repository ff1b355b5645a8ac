import { csvOf, download } from './csv.ts';
import type { Column } from './table.tsx';

type Props<Row> = {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
};

/** The rows of a table that shows all of them, as a file. */
export function SaveRows<Row>({ title, columns, rows }: Props<Row>) {
  const name = `${title.toLowerCase().replaceAll(' ', '-')}.csv`;
  return (
    <p class="export">
      <button type="button" onClick={() => download(name, csvOf(columns, rows))}>
        Download CSV<span class="hidden"> of {title}</span>
      </button>
    </p>
  );
}
