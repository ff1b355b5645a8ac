import type { Column } from './column.ts';
import { downloadCsv } from './csv.ts';

type Props<Row> = {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
};

/** The rows of a table that shows all of them, as a file. */
export function SaveRows<Row>({ title, columns, rows }: Props<Row>) {
  return (
    <p class="export">
      <button type="button" onClick={() => downloadCsv(title, columns, rows)}>
        Download CSV<span class="hidden"> of {title}</span>
      </button>
    </p>
  );
}
