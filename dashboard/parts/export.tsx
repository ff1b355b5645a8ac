import type { AnyVariables, Client, OperationResult } from '@urql/core';
import { useClient } from '@urql/preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { count, counted } from '../format.ts';
import { refusalOf } from '../session/session.ts';
import type { Column } from './column.ts';
import { connectionOf, type Listed, type ListQuery } from './connection.ts';
import { downloadCsv } from './csv.ts';
import { queryDirectly } from './direct.ts';
import type { PageVariables } from './pages.tsx';

/** More than a spreadsheet is good for; whoever needs more uses the API. */
const MOST_ROWS = 20_000;
const PAGE = 100;

type Props<Row, Variables> = {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly query: ListQuery<Row, Variables>;
  readonly variables: Variables;
};

/** All rows of a list as a file, filtered and sorted as it is. */
export function Export<Row, Variables extends AnyVariables>({
  title,
  columns,
  query,
  variables,
}: Props<Row, Variables>) {
  const client = useClient();
  const [state, setState] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isLeft = useRef(false);
  useEffect(
    () => () => {
      isLeft.current = true;
    },
    [],
  );
  const save = async () => {
    if (isBusy) return;
    setBusy(true);
    const report = (rows: number) => setState(`${counted(rows, 'row')}…`);
    const read = { query, variables, report, isLeft: () => isLeft.current };
    const { rows, problem } = await readAll(client, read);
    // Whoever has left the page, or forgotten the key, wants no more of it.
    if (isLeft.current) return;
    setBusy(false);
    if (rows.length > 0) downloadCsv(title, columns, rows);
    setState(problem ?? `${counted(rows.length, 'row')} saved.`);
  };
  return (
    <p class="export">
      <button type="button" onClick={save} aria-disabled={isBusy}>
        Download CSV<span class="hidden"> of {title}</span>
      </button>
      <span class="muted small" role="status">
        {state}
      </span>
    </p>
  );
}

type Read<Row, Variables> = Pick<Props<Row, Variables>, 'query' | 'variables'> & {
  readonly report: (rows: number) => void;
  readonly isLeft: () => boolean;
};

type All<Row> = { readonly rows: readonly Row[]; readonly problem: string | null };

async function readAll<Row, Variables extends AnyVariables>(
  client: Client,
  { query, variables, report, isLeft }: Read<Row, Variables>,
): Promise<All<Row>> {
  const rows: Row[] = [];
  let after: string | null = null;
  while (rows.length < MOST_ROWS) {
    const page: PageVariables = { first: PAGE, last: null, after, before: null };
    const { data, error }: OperationResult<Listed<Row>> = await queryDirectly(client, query, {
      ...variables,
      ...page,
    });
    const list = data ? connectionOf(data) : null;
    if (list === null)
      return { rows, problem: `Not all rows are saved. ${refusalOf(error).message}` };
    rows.push(...list.edges.map(({ node }) => node));
    if (!list.pageInfo.hasNextPage) return { rows, problem: null };
    after = list.pageInfo.endCursor ?? null;
    if (isLeft()) return { rows, problem: null };
    report(rows.length);
  }
  return { rows, problem: `The first ${count(rows.length)} rows are saved. Filter for the rest.` };
}
