import { useQuery } from '@urql/preact';
import { graphql } from '../generated/gql.ts';
import { useParams } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import { Panel } from '../parts/panel.tsx';
import { Search } from '../parts/search.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Description } from './description.tsx';

const SETTINGS = graphql(`
  query Settings {
    settings { name description default isSet isSecret value }
  }
`);

type Setting = {
  readonly name: string;
  readonly description: string;
  readonly default: string;
  readonly isSet: boolean;
  readonly isSecret: boolean;
  readonly value?: string | null;
};

const WHICH = { ALL: 'all', SET: 'those that are set' };

const COLUMNS: readonly Column<Setting>[] = [
  { name: 'Setting', cell: ({ name }) => <code>{name}</code> },
  { name: 'Value', cell: (setting) => <Value {...setting} /> },
  { name: 'What it does', cell: ({ description }) => <Description text={description} /> },
];

/** What the service was started with. */
export function Settings() {
  const [params, change] = useParams();
  const [result] = useQuery({ query: SETTINGS });
  const isOfSet = params['which'] === 'SET';
  const text = params['q'] ?? '';
  const controls = (
    <>
      <Choice
        label="Show"
        options={WHICH}
        value={isOfSet ? 'SET' : 'ALL'}
        onChange={(which) => change({ which: which === 'ALL' ? null : which })}
      />
      <Search label="Name" value={text} onSearch={(q) => change({ q }, 'replace')} />
    </>
  );
  const chosen = (all: readonly Setting[]) =>
    all.filter(({ name, isSet }) => (isSet || !isOfSet) && name.includes(text.toUpperCase()));
  return (
    <Panel
      title="Settings"
      note="Of the process that answered. They are environment variables, and change with a restart."
      controls={controls}
      result={result}
      lines={20}
      empty={({ settings }) => (chosen(settings).length === 0 ? 'No such setting.' : null)}
    >
      {({ settings }) => <Table label="Settings" columns={COLUMNS} rows={chosen(settings)} />}
    </Panel>
  );
}

function Value({ isSet, isSecret, value, default: usual }: Setting) {
  if (isSecret) return <Unset>{isSet ? 'secret, set' : 'secret, not set'}</Unset>;
  if (isSet) return <code>{value}</code>;
  return usual === '' ? <Unset>not set</Unset> : <Unset>default: {usual}</Unset>;
}

function Unset({ children }: { readonly children: preact.ComponentChildren }) {
  return <span class="muted">{children}</span>;
}
