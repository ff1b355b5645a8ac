import { type AnyVariables, createRequest } from '@urql/core';
import { useQuery } from '@urql/preact';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { useBackground } from '../session/background.ts';
import type { Column } from './column.ts';
import { connectionOf, type ListQuery } from './connection.ts';
import { Export } from './export.tsx';
import { useMeetingChanges } from './live.ts';
import { Pager, usePages } from './pages.tsx';
import { Panel } from './panel.tsx';
import { useRemembered } from './remembered.ts';
import { type Sort, Table } from './table.tsx';

type Props<Row, Variables> = {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly controls?: ComponentChildren;
  readonly columns: readonly Column<Row>[];
  /** The columns of the file, where it has more. */
  readonly inFile?: readonly Column<Row>[];
  /** Its one field is `list`, or leads to it. */
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
  const background = useBackground();
  const pages = usePages(name);
  const context = useMemo(() => ({ additionalTypenames: [...types] }), []);
  const wanted = { ...variables, ...pages.variables };
  const [latest, read] = useQuery({ query, variables: wanted, context });
  const result = useRemembered(latest);
  const list = result.data && connectionOf(result.data);
  const isReading = result.fetching || result.stale;
  // Rows that are only read again are the right ones: whoever turns the page need not wait for them.
  const isBusy = isReading && result.operation?.key !== createRequest(query, wanted).key;
  const isPast = list?.edges.length === 0 && pages.place > 0 && !isReading;
  useEffect(() => {
    if (isPast) pages.onFirst();
  }, [isPast]);
  useMeetingChanges({ ...live, onChange: () => read(background) });
  return (
    <Panel
      title={title}
      note={note}
      controls={controls}
      result={result}
      isBusy={isBusy}
      lines={pages.size}
      empty={() => ((list?.totalCount ?? 0) > 0 ? null : empty)}
    >
      {() =>
        list && (
          <>
            <Table
              label={title}
              columns={columns}
              rows={list.edges.map(({ node }) => node)}
              sorting={sorting}
            />
            <Pager label={title} {...{ pages, isBusy, list }} shown={list.edges.length} />
            <Export title={title} columns={inFile} query={query} variables={variables} />
          </>
        )
      }
    </Panel>
  );
}
