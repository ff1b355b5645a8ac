import type { AnyVariables } from '@urql/core';
import { useQuery } from '@urql/preact';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ListQuery } from './connection.ts';
import { Export } from './export.tsx';
import { useMeetingChanges } from './live.ts';
import { Pager, usePages } from './pages.tsx';
import { Panel } from './panel.tsx';
import { type Column, type Sort, Table } from './table.tsx';

type Props<Row, Variables> = {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly controls?: ComponentChildren;
  readonly columns: readonly Column<Row>[];
  /** The columns of the file, where it has more. */
  readonly inFile?: readonly Column<Row>[];
  /** Its one field is `list`. */
  readonly query: ListQuery<Row, Variables>;
  readonly variables: Variables;
  /** The types that it is read again for, also while it is empty. */
  readonly types: readonly string[];
  /** What to say when there is no row. */
  readonly empty: ComponentChildren;
  readonly sorting?: { readonly sort: Sort; readonly onSort: (sort: Sort) => void };
  /** Whether it follows the changes of meetings. */
  readonly live?: { readonly userId?: string | undefined; readonly isAllowed: boolean };
  /** What its parameters in the address begin with, where a page has several lists. */
  readonly name?: string;
};

/** Rows of the API, a page at a time, and all of them as CSV. */
export function List<Row, Variables extends AnyVariables>({
  title,
  note,
  controls,
  columns,
  inFile = columns,
  query,
  variables,
  types,
  empty,
  sorting,
  live = { isAllowed: false },
  name = '',
}: Props<Row, Variables>) {
  const pages = usePages(name);
  const context = useMemo(() => ({ additionalTypenames: [...types] }), []);
  const [result, read] = useQuery({
    query,
    variables: { ...variables, ...pages.variables },
    context,
  });
  useMeetingChanges({ ...live, onChange: () => read({ requestPolicy: 'network-only' }) });
  return (
    <Panel
      title={title}
      note={note}
      controls={controls}
      result={result}
      lines={pages.size}
      empty={({ list }) => (list.totalCount > 0 ? null : empty)}
    >
      {({ list }) => (
        <>
          <Table
            label={title}
            columns={columns}
            rows={list.edges.map(({ node }) => node)}
            sorting={sorting}
          />
          <Pager label={title} pages={pages} shown={list.edges.length} list={list} />
          <Export title={title} columns={inFile} query={query} variables={variables} />
        </>
      )}
    </Panel>
  );
}
