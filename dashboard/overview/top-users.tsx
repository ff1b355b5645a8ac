import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { duration, share } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { RankFragment, TopUsersBy } from '../generated/graphql.ts';
import { Choice } from '../parts/choice.tsx';
import type { Column } from '../parts/column.ts';
import { Email } from '../parts/email.tsx';
import { Panel } from '../parts/panel.tsx';
import { SaveRows } from '../parts/save-rows.tsx';
import { Table } from '../parts/table.tsx';
import type { Period } from '../range.ts';

graphql(`
  fragment Rank on UserRank {
    user { email name }
    meetings completed failed successRate totalDuration
  }
`);

const TOP_USERS = graphql(`
  query TopUsers($range: DateRange!, $timeZone: TimeZone, $by: TopUsersBy!) {
    analytics(range: $range, timeZone: $timeZone) { topUsers(by: $by, first: 10) { ...Rank } }
  }
`);

const RANKINGS: Readonly<Record<TopUsersBy, string>> = {
  MEETINGS: 'meetings',
  DURATION: 'time in meetings',
  FAILED: 'failed meetings',
};

const COLUMNS: readonly Column<RankFragment>[] = [
  {
    name: 'User',
    cell: ({ user }) => <Email address={user.email} />,
    text: ({ user }) => user.email,
  },
  { name: 'Meetings', isNumber: true, value: ({ meetings }) => meetings },
  { name: 'Completed', isNumber: true, value: ({ completed }) => completed },
  { name: 'Failed', isNumber: true, value: ({ failed }) => failed },
  { name: 'Success', isNumber: true, value: ({ successRate }) => successRate, format: share },
  {
    name: 'Time',
    isNumber: true,
    value: ({ totalDuration }) => totalDuration,
    format: duration,
    unit: 'seconds',
  },
];

/** Who met most, longest, or with most failures. */
export function TopUsers({ period }: { readonly period: Period }) {
  const [by, setBy] = useState<TopUsersBy>('MEETINGS');
  const [result] = useQuery({ query: TOP_USERS, variables: { ...period, by } });
  return (
    <Panel
      title="Top users"
      result={result}
      controls={<Choice label="Rank by" options={RANKINGS} value={by} onChange={setBy} />}
      empty={({ analytics: { topUsers } }) =>
        topUsers.length > 0 ? null : 'No user has such meetings in this period.'
      }
    >
      {({ analytics: { topUsers } }) => (
        <>
          <Table label="Top users" columns={COLUMNS} rows={topUsers} />
          <SaveRows title="Top users" columns={COLUMNS} rows={topUsers} />
        </>
      )}
    </Panel>
  );
}
