import type { Column } from '../parts/column.ts';
import { SaveRows } from '../parts/save-rows.tsx';
import { Table } from '../parts/table.tsx';
import type { Import } from './documents.ts';

type Props = { readonly imports: readonly Import[] };

type Progress = Import['progress'][number] & { readonly source: string };

const ROWS: readonly Column<Progress>[] = [
  { name: 'Source', cell: ({ source }) => source },
  { name: 'Table', cell: ({ table }) => table },
  { name: 'Written', isNumber: true, value: ({ written }) => written },
  { name: 'Unchanged', isNumber: true, value: ({ unchanged }) => unchanged },
  { name: 'Skipped', isNumber: true, value: ({ skipped }) => skipped },
];

/** How many rows of each table were read, so far or in all. */
export function Rows({ imports }: Props) {
  const rows = imports.flatMap(({ name, progress }) =>
    progress.map((one) => ({ ...one, source: name })),
  );
  return (
    <>
      <Table label="Rows" columns={ROWS} rows={rows} />
      <SaveRows title="Rows" columns={ROWS} rows={rows} />
    </>
  );
}

type Note = Import['notes'][number] & { readonly source: string };

const NOTES: readonly Column<Note>[] = [
  { name: 'Source', cell: ({ source }) => source },
  { name: 'Table', cell: ({ table }) => table },
  { name: 'Rows', isNumber: true, value: ({ count: rows }) => rows },
  { name: 'Note', cell: ({ text }) => text },
  { name: 'Examples', cell: ({ examples }) => examples.join(', ') },
];

/** What an operator should know about some of these rows. */
export function Notes({ imports }: Props) {
  const notes = imports.flatMap(({ name, notes: found }) =>
    found.map((one) => ({ ...one, source: name })),
  );
  return (
    <>
      <Table label="Notes" columns={NOTES} rows={notes} />
      <SaveRows title="Notes" columns={NOTES} rows={notes} />
    </>
  );
}
