import { useQuery } from '@urql/preact';
import { graphql } from '../generated/gql.ts';
import { useParams } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import type { Column } from '../parts/column.ts';
import { Panel } from '../parts/panel.tsx';
import { SaveRows } from '../parts/save-rows.tsx';
import { Search } from '../parts/search.tsx';
import { Table } from '../parts/table.tsx';
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
  { name: 'Setting', cell: ({ name }) => <code>{name}</code>, text: ({ name }) => name },
  { name: 'Value', cell: (setting) => <Value {...setting} />, text: shownValue },
  {
    name: 'What it does',
    cell: ({ description }) => <Description text={description} />,
    text: ({ description }) => description,
  },
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
      {({ settings }) => (
        <>
          <Table label="Settings" columns={COLUMNS} rows={chosen(settings)} />
          <SaveRows title="Settings" columns={COLUMNS} rows={chosen(settings)} />
        </>
      )}
    </Panel>
  );
}

function Value(setting: Setting) {
  const text = shownValue(setting);
  return setting.isSet && !setting.isSecret ? (
    <code>{text}</code>
  ) : (
    <span class="muted">{text}</span>
  );
}

function shownValue({ isSet, isSecret, value, default: usual }: Setting): string {
  if (isSecret) return isSet ? 'secret, set' : 'secret, not set';
  if (isSet) return value ?? '';
  return usual === '' ? 'not set' : `default: ${usual}`;
}
