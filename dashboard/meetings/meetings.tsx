import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { MeetingRowFragment, MeetingStatus } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import { Email } from '../parts/email.tsx';
import { Moment } from '../parts/moment.tsx';
import { PAGE_SIZE, Pager, usePages } from '../parts/pages.tsx';
import { Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import type { Period } from '../range.ts';
import { MeetingDetail } from './detail.tsx';

graphql(`
  fragment MeetingRow on Meeting {
    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime
    user { email }
  }
`);

const MEETINGS = graphql(`
  query Meetings($filter: MeetingFilter, $first: Int!, $after: String) {
    meetings(first: $first, after: $after, filter: $filter) {
      totalCount
      edges { node { ...MeetingRow } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const STATUSES: Readonly<Record<MeetingStatus | 'ANY', string>> = {
  ANY: 'any',
  REQUESTED: 'requested',
  JOINING: 'joining',
  AWAITING_ADMISSION: 'awaiting admission',
  ACTIVE: 'active',
  NEEDS_HUMAN_HELP: 'needs human help',
  STOPPING: 'stopping',
  COMPLETED: 'completed',
  FAILED: 'failed',
  UNKNOWN: 'unknown',
};

const COLUMNS: readonly Column<MeetingRowFragment>[] = [
  {
    name: 'Meeting',
    cell: ({ id, databaseId, nativeMeetingId }) => (
      <a href={addressOf('meetings', id)}>{nativeMeetingId ?? `No. ${databaseId}`}</a>
    ),
  },
  { name: 'Platform', cell: ({ platformName }) => words(platformName) },
  { name: 'Status', cell: ({ statusName }) => <Tag word={statusName} /> },
  {
    name: 'Reason',
    cell: ({ completionReason }) => (completionReason ? words(completionReason) : ''),
  },
  { name: 'User', cell: ({ user }) => <Email address={user.email} /> },
  { name: 'Requested', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { name: 'Admitted', cell: ({ startTime }) => <Moment at={startTime} to="second" /> },
  { name: 'Over', cell: ({ endTime }) => <Moment at={endTime} to="second" /> },
];

type Props = { readonly period: Period; readonly chosen: string | null };

/** The meetings of the range, or the one that was chosen; the list keeps its page meanwhile. */
export function Meetings({ period, chosen }: Props) {
  const pages = usePages();
  const [status, setStatus] = useState<MeetingStatus | 'ANY'>('ANY');
  const filter = filterFor(period, status);
  const variables = { filter, first: PAGE_SIZE, after: pages.after };
  const [result] = useQuery({ query: MEETINGS, variables });
  const choose = (wanted: typeof status) => {
    pages.onReset();
    setStatus(wanted);
  };
  if (chosen !== null) return <MeetingDetail id={chosen} />;
  return (
    <Panel
      title="Meetings"
      note="Choose a meeting to see its measurements."
      controls={<Choice label="Status" options={STATUSES} value={status} onChange={choose} />}
      result={result}
      empty={({ meetings }) => (meetings.totalCount > 0 ? null : 'No such meeting in this period.')}
    >
      {({ meetings }) => (
        <>
          <Table label="Meetings" columns={COLUMNS} rows={meetings.edges.map(({ node }) => node)} />
          <Pager pages={pages} shown={meetings.edges.length} list={meetings} />
        </>
      )}
    </Panel>
  );
}

function filterFor({ range: { start, end } }: Period, status: MeetingStatus | 'ANY') {
  return {
    createdAt: { gte: start, lt: end },
    ...(status !== 'ANY' && { status: { eq: status } }),
  };
}
