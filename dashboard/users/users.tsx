import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { count, share, words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { UserRowFragment } from '../generated/graphql.ts';
import { Email } from '../parts/email.tsx';
import { Moment } from '../parts/moment.tsx';
import { PAGE_SIZE, Pager, usePages } from '../parts/pages.tsx';
import { Panel } from '../parts/panel.tsx';
import { Search } from '../parts/search.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import type { Period } from '../range.ts';

graphql(`
  fragment UserRow on User {
    email name role isActive maxConcurrentBots createdAt
    inRange: meetingStats(range: $range) {
      totalMeetings completedMeetings failedMeetings successRate
    }
    ever: meetingStats { activeMeetings }
  }
`);

const USERS = graphql(`
  query Users($range: DateRange!, $filter: UserFilter, $first: Int!, $after: String) {
    users(
      first: $first, after: $after, filter: $filter
      orderBy: { field: EMAIL, direction: ASC }
    ) {
      totalCount
      edges { node { ...UserRow } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const COLUMNS: readonly Column<UserRowFragment>[] = [
  { name: 'User', cell: nameOf },
  { name: 'Role', cell: ({ role }) => words(role) },
  { name: 'State', cell: ({ isActive }) => <Tag word={isActive ? 'active' : 'suspended'} /> },
  { name: 'Bots now', isNumber: true, cell: botsOf },
  { name: 'Meetings', isNumber: true, cell: ({ inRange }) => count(inRange.totalMeetings) },
  { name: 'Completed', isNumber: true, cell: ({ inRange }) => count(inRange.completedMeetings) },
  { name: 'Failed', isNumber: true, cell: ({ inRange }) => count(inRange.failedMeetings) },
  { name: 'Success', isNumber: true, cell: ({ inRange }) => share(inRange.successRate) },
  { name: 'Created', cell: ({ createdAt }) => <Moment at={createdAt} to="day" /> },
];

/** Everybody who may ask for bots, with limits and the meetings of the range. */
export function Users({ period: { range } }: { readonly period: Period }) {
  const pages = usePages();
  const [text, setText] = useState('');
  const filter = text === '' ? null : { email: { contains: text } };
  const variables = { range, filter, first: PAGE_SIZE, after: pages.after };
  const [result] = useQuery({ query: USERS, variables });
  const search = (wanted: string) => {
    pages.onReset();
    setText(wanted);
  };
  return (
    <Panel
      title="Users"
      note="Meetings are counted in the selected period; bots are counted now."
      controls={<Search label="Address contains" onSearch={search} />}
      result={result}
      empty={({ users }) => (users.totalCount > 0 ? null : 'No such user.')}
    >
      {({ users }) => (
        <>
          <Table label="Users" columns={COLUMNS} rows={users.edges.map(({ node }) => node)} />
          <Pager pages={pages} shown={users.edges.length} list={users} />
        </>
      )}
    </Panel>
  );
}

function nameOf({ email, name }: UserRowFragment) {
  return (
    <>
      <Email address={email} />
      {name && <span class="muted second">{name}</span>}
    </>
  );
}

/** How many run of how many may; what is as many as may, or more, stands out. */
function botsOf({ ever: { activeMeetings }, maxConcurrentBots }: UserRowFragment) {
  const bots = `${count(activeMeetings)} of ${count(maxConcurrentBots)}`;
  if (activeMeetings === 0 || activeMeetings < Number(maxConcurrentBots)) return bots;
  return (
    <strong class="full">
      {bots}
      <span class="hidden"> (at the limit)</span>
    </strong>
  );
}
