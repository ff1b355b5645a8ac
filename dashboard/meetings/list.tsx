import { words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { MeetingFilter, MeetingRowFragment, MeetingStatus } from '../generated/graphql.ts';
import { addressOf, oneOf, useParams } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import type { Column } from '../parts/column.ts';
import type { ListQuery } from '../parts/connection.ts';
import { Email } from '../parts/email.tsx';
import { List } from '../parts/list.tsx';
import { firstPage } from '../parts/pages.tsx';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import type { Period } from '../range.ts';

graphql(`
  fragment MeetingRow on Meeting {
    id databaseId nativeMeetingId platformName statusName completionReason createdAt startTime endTime
    user { id email }
  }
`);

const MEETINGS = graphql(`
  query Meetings(
    $filter: MeetingFilter, $first: Int, $last: Int, $after: String, $before: String
  ) {
    list: meetings(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      totalCount
      edges { node { ...MeetingRow } }
      pageInfo { hasNextPage startCursor endCursor }
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
    cell: (meeting) => <a href={addressOf('meetings', meeting.id)}>{nameOf(meeting)}</a>,
    text: nameOf,
  },
  { name: 'Platform', cell: ({ platformName }) => words(platformName) },
  {
    name: 'Status',
    cell: ({ statusName }) => <Tag word={statusName} />,
    text: ({ statusName }) => statusName,
  },
  {
    name: 'Reason',
    cell: ({ completionReason }) => (completionReason ? words(completionReason) : ''),
  },
  {
    name: 'User',
    cell: ({ user }) => (
      <a href={addressOf('users', user.id)}>
        <Email address={user.email} />
      </a>
    ),
    text: ({ user }) => user.email,
  },
  {
    name: 'Requested',
    cell: ({ createdAt }) => <Timestamp at={createdAt} />,
    text: ({ createdAt }) => createdAt,
  },
  {
    name: 'Admitted',
    cell: ({ startTime, createdAt }) => <Timestamp at={startTime} to="second" day={createdAt} />,
    text: ({ startTime }) => startTime,
  },
  {
    name: 'Over',
    cell: ({ endTime, createdAt }) => <Timestamp at={endTime} to="second" day={createdAt} />,
    text: ({ endTime }) => endTime,
  },
];

const OF_USER = COLUMNS.filter(({ name }) => name !== 'User');

function nameOf({ nativeMeetingId, databaseId }: MeetingRowFragment): string {
  return nativeMeetingId ?? `No. ${databaseId}`;
}

type Props = {
  readonly period: Period;
  /** Only those of this user. */
  readonly userId?: string;
  /** What reads those of the caller's own user. */
  readonly own?: ListQuery<MeetingRowFragment, { filter?: MeetingFilter | null }>;
  /** Whether the caller may be told of changes. */
  readonly isLive: boolean;
};

/** The meetings of the range, as far as they have the chosen status. */
export function MeetingList({ period: { range }, userId, own, isLive }: Props) {
  const [params, change] = useParams();
  const name = userId === undefined ? '' : 'meetings.';
  const status = oneOf(STATUSES, params[`${name}status`], 'ANY');
  const filter: MeetingFilter = {
    // Up to now, also when it is read again for a meeting that was requested since.
    createdAt: { gte: range.start },
    ...(status !== 'ANY' && { status: { eq: status } }),
    ...(userId !== undefined && { user: { id: userId } }),
  };
  const choose = (wanted: typeof status) =>
    change({ ...firstPage(name), [`${name}status`]: wanted === 'ANY' ? null : wanted });
  return (
    <List
      title="Meetings"
      name={name}
      note="Choose a meeting to see its measurements."
      controls={<Choice label="Status" options={STATUSES} value={status} onChange={choose} />}
      columns={userId === undefined && own === undefined ? COLUMNS : OF_USER}
      query={own ?? MEETINGS}
      variables={{ filter }}
      types={['Meeting']}
      live={{ userId, isAllowed: isLive }}
      empty={status === 'ANY' ? 'No meeting in this period.' : 'No such meeting in this period.'}
    />
  );
}
