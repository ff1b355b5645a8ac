import { useState } from 'preact/hooks';
import { count, share, words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { UserFilter, UserRole, UserRowFragment } from '../generated/graphql.ts';
import { addressOf, oneOf, useParams } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import type { Column } from '../parts/column.ts';
import { Email } from '../parts/email.tsx';
import { List } from '../parts/list.tsx';
import { firstPage } from '../parts/pages.tsx';
import { Search } from '../parts/search.tsx';
import { useSort } from '../parts/sort.ts';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import type { Period } from '../range.ts';
import { CreateUser } from '../user/create.tsx';

graphql(`
  fragment UserRow on User {
    id email name role isActive maxConcurrentBots createdAt
    inRange: meetingStats(range: $range) {
      totalMeetings completedMeetings failedMeetings successRate
    }
    ever: meetingStats { activeMeetings }
  }
`);

const USERS = graphql(`
  query Users(
    $range: DateRange!, $filter: UserFilter, $orderBy: UserOrder
    $first: Int, $last: Int, $after: String, $before: String
  ) {
    list: users(
      first: $first, last: $last, after: $after, before: $before
      filter: $filter, orderBy: $orderBy
    ) {
      totalCount
      edges { node { ...UserRow } }
      pageInfo { hasNextPage startCursor endCursor }
    }
  }
`);

const COLUMNS: readonly Column<UserRowFragment>[] = [
  { name: 'User', sortBy: 'EMAIL', cell: nameOf, text: ({ email }) => email },
  { name: 'Role', cell: ({ role }) => words(role) },
  {
    name: 'State',
    cell: ({ isActive }) => <Tag word={stateOf(isActive)} />,
    text: ({ isActive }) => stateOf(isActive),
  },
  { name: 'Bots now', isNumber: true, value: ({ ever }) => ever.activeMeetings, cell: botsOf },
  { name: 'Meetings', isNumber: true, value: ({ inRange }) => inRange.totalMeetings },
  { name: 'Completed', isNumber: true, value: ({ inRange }) => inRange.completedMeetings },
  { name: 'Failed', isNumber: true, value: ({ inRange }) => inRange.failedMeetings },
  { name: 'Success', isNumber: true, value: ({ inRange }) => inRange.successRate, format: share },
  {
    name: 'Created',
    sortBy: 'CREATED_AT',
    cell: ({ createdAt }) => <Timestamp at={createdAt} to="day" />,
    text: ({ createdAt }) => createdAt,
  },
];

const IN_FILE: readonly Column<UserRowFragment>[] = [
  ...COLUMNS,
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Bot limit', cell: ({ maxConcurrentBots }) => maxConcurrentBots },
  { name: 'Id', cell: ({ id }) => id },
];

const STATES = { ANY: 'any', ACTIVE: 'active', SUSPENDED: 'suspended' } as const;
const ROLES: Readonly<Record<Exclude<UserRole, 'OTHER'> | 'ANY', string>> = {
  ANY: 'any',
  USER: 'user',
  ADMIN: 'admin',
};
const FIELDS = ['EMAIL', 'CREATED_AT'] as const;

type Props = { readonly period: Period; readonly isAdmin: boolean };

/** Everybody who may request bots, with limits and the meetings of the range. */
export function Users({ period: { range }, isAdmin }: Props) {
  const [params, change] = useParams();
  const [isCreating, setCreating] = useState(false);
  const { sort, onSort } = useSort(FIELDS, 'EMAIL');
  const filter = filterOf(params);
  const choose = (name: string) => (value: string) =>
    change({ ...firstPage(''), [name]: value === 'ANY' ? null : value });
  const controls = (
    <>
      <Search
        label="Name or address contains"
        value={params['search'] ?? ''}
        onSearch={(search) => change({ ...firstPage(''), search }, 'replace')}
      />
      <Choice
        label="State"
        options={STATES}
        value={oneOf(STATES, params['state'], 'ANY')}
        onChange={choose('state')}
      />
      <Choice
        label="Role"
        options={ROLES}
        value={oneOf(ROLES, params['role'], 'ANY')}
        onChange={choose('role')}
      />
      {isAdmin && (
        <button type="button" class="primary" onClick={() => setCreating(true)}>
          Create user
        </button>
      )}
    </>
  );
  return (
    <>
      <List
        title="Users"
        note="Meetings are counted in the selected period; bots are counted now."
        controls={controls}
        columns={COLUMNS}
        inFile={IN_FILE}
        query={USERS}
        variables={{ range, filter, orderBy: sort }}
        types={['User']}
        empty={filter === null ? noneYet(isAdmin) : 'No such user.'}
        sorting={{ sort, onSort }}
      />
      {isCreating && <CreateUser onClose={() => setCreating(false)} />}
    </>
  );
}

function noneYet(isAdmin: boolean): string {
  return isAdmin ? 'No user yet. Create the first one.' : 'No user yet.';
}

function filterOf({ search, ...params }: Readonly<Record<string, string>>): UserFilter | null {
  const state = oneOf(STATES, params['state'], 'ANY');
  const role = oneOf(ROLES, params['role'], 'ANY');
  const filter: UserFilter = {
    ...(search && { search }),
    ...(state !== 'ANY' && { isActive: state === 'ACTIVE' }),
    ...(role !== 'ANY' && { role: { eq: role } }),
  };
  return Object.keys(filter).length === 0 ? null : filter;
}

function stateOf(isActive: boolean): string {
  return isActive ? 'active' : 'suspended';
}

function nameOf({ id, email, name }: UserRowFragment) {
  return (
    <>
      <a href={addressOf('users', id)}>
        <Email address={email} />
      </a>
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
