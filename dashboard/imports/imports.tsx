import { useQuery } from '@urql/preact';
import { useEffect } from 'preact/hooks';
import { words } from '../format.ts';
import type { Column } from '../parts/column.ts';
import { Panel } from '../parts/panel.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { SaveRows } from '../parts/save-rows.tsx';
import { Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { useBackground } from '../session/background.ts';
import { IMPORTS, type Import } from './documents.ts';
import { Notes, Rows } from './rows.tsx';

const POLL_MS = 3_000;
/** A running import saves its progress every few seconds; a batch may take a minute. */
const STALLED_MS = 300_000;

const COLUMNS: readonly Column<Import>[] = [
  { name: 'Source', cell: ({ name }) => name },
  { name: 'State', cell: (one) => <Tag word={stateOf(one)} />, text: (one) => words(stateOf(one)) },
  {
    name: 'Started',
    cell: ({ startedAt }) => <Timestamp at={startedAt} to="instant" />,
    text: ({ startedAt }) => startedAt,
  },
  {
    name: 'Last progress',
    cell: ({ progressAt }) => <Timestamp at={progressAt} to="instant" />,
    text: ({ progressAt }) => progressAt,
  },
  {
    name: 'Finished',
    cell: ({ finishedAt }) => <Timestamp at={finishedAt} to="instant" />,
    text: ({ finishedAt }) => finishedAt,
  },
];

/** The imports from Vexa, read again every few seconds while one has not ended. */
export function Imports() {
  const background = useBackground();
  const [latest, read] = useQuery({ query: IMPORTS });
  // One answer that fails does not end it, and is reported once.
  const result = useRemembered(latest);
  const shown = { ...result, error: undefined };
  const imports = result.data?.imports ?? [];
  const isUnfinished = imports.some(({ finishedAt }) => !finishedAt);
  useEffect(() => {
    if (!isUnfinished) return;
    const again = () => {
      if (!document.hidden) read(background);
    };
    const timer = setInterval(again, POLL_MS);
    return () => clearInterval(timer);
  }, [isUnfinished, read, background]);
  return (
    <>
      <Panel
        title="Imports"
        note="The last import from each Vexa database. If one makes no progress, it was probably stopped: the same command continues it."
        result={result}
        empty={(data) => (data.imports.length === 0 ? <NoneYet /> : null)}
      >
        {(data) => (
          <>
            <Table label="Imports" columns={COLUMNS} rows={data.imports} />
            <SaveRows title="Imports" columns={COLUMNS} rows={data.imports} />
          </>
        )}
      </Panel>
      {imports.some(({ progress }) => progress.length > 0) && (
        <Panel
          title="Rows"
          note="How many rows of each table were read, so far or in all."
          result={shown}
        >
          {(data) => <Rows imports={data.imports} />}
        </Panel>
      )}
      {imports.some(({ notes }) => notes.length > 0) && (
        <Panel title="Notes" result={shown}>
          {(data) => <Notes imports={data.imports} />}
        </Panel>
      )}
    </>
  );
}

function stateOf({ startedAt, finishedAt, progressAt, isFollowing }: Import): string {
  // Events of this Vexa came, and nothing was imported from it.
  if (finishedAt === startedAt) return 'EVENTS_ONLY';
  if (finishedAt) return 'FINISHED';
  if (progressAt && Date.now() - Date.parse(progressAt) > STALLED_MS) return 'NO_PROGRESS';
  return isFollowing ? 'FOLLOWING' : 'RUNNING';
}

function NoneYet() {
  return (
    <>
      No import yet. On the host, <code>npx latchkey import --help</code> says how to start one.
    </>
  );
}
