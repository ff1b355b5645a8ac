import type { ComponentChildren } from 'preact';
import { words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type {
  ApiTokenFilter,
  KeyRowFragment,
  KeysQueryVariables,
  TokenStatus,
} from '../generated/graphql.ts';
import { addressOf, oneOf, useParams } from '../parts/address.ts';
import { Choice } from '../parts/choice.tsx';
import type { Column } from '../parts/column.ts';
import type { ListQuery } from '../parts/connection.ts';
import { Email } from '../parts/email.tsx';
import { List } from '../parts/list.tsx';
import { firstPage } from '../parts/pages.tsx';
import { Search } from '../parts/search.tsx';
import { useSort } from '../parts/sort.ts';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';

graphql(`
  fragment KeyRow on ApiToken {
    id hint name scopes status createdAt lastUsedAt expiresAt generation
    user { id email }
  }
`);

const KEYS = graphql(`
  query Keys(
    $filter: ApiTokenFilter, $orderBy: ApiTokenOrder
    $first: Int, $last: Int, $after: String, $before: String
  ) {
    list: apiTokens(
      first: $first, last: $last, after: $after, before: $before
      filter: $filter, orderBy: $orderBy
    ) {
      totalCount
      edges { node { ...KeyRow } }
      pageInfo { hasNextPage startCursor endCursor }
    }
  }
`);

const STATUSES: Readonly<Record<TokenStatus | 'ANY', string>> = {
  ANY: 'any',
  ACTIVE: 'active',
  RETIRING: 'retiring',
  EXPIRED: 'expired',
  REVOKED: 'revoked',
};

const COLUMNS: readonly Column<KeyRowFragment>[] = [
  {
    name: 'Key',
    cell: ({ id, hint }) => (
      <a href={addressOf('keys', id)}>
        <code>{hint}</code>
      </a>
    ),
    text: ({ hint }) => hint,
  },
  {
    name: 'User',
    cell: ({ user }) =>
      user && (
        <a href={addressOf('users', user.id)}>
          <Email address={user.email} />
        </a>
      ),
    text: ({ user }) => user?.email,
  },
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Scopes', cell: ({ scopes }) => scopes.map((scope) => scope.toLowerCase()).join(', ') },
  {
    name: 'Status',
    cell: ({ status }) => <Tag word={status} />,
    text: ({ status }) => words(status),
  },
  {
    name: 'Created',
    sortBy: 'CREATED_AT',
    cell: ({ createdAt }) => <Timestamp at={createdAt} />,
    text: ({ createdAt }) => createdAt,
  },
  {
    name: 'Last used',
    sortBy: 'LAST_USED_AT',
    cell: ({ lastUsedAt }) => <Timestamp at={lastUsedAt} none="Never" />,
    text: ({ lastUsedAt }) => lastUsedAt,
  },
  {
    name: 'Expires',
    sortBy: 'EXPIRES_AT',
    cell: ({ expiresAt }) => <Timestamp at={expiresAt} none="Never" />,
    text: ({ expiresAt }) => expiresAt,
  },
];

const OF_USER = COLUMNS.filter(({ name }) => name !== 'User');
const FIELDS = ['CREATED_AT', 'LAST_USED_AT', 'EXPIRES_AT'] as const;

type Variables = Pick<KeysQueryVariables, 'filter' | 'orderBy'>;

type Props = {
  /** Only those of this user. */
  readonly userId?: string;
  /** What reads those of the caller's own user. */
  readonly own?: ListQuery<KeyRowFragment, Variables>;
  readonly empty?: ComponentChildren;
  readonly actions?: ComponentChildren;
};

/** Keys, by status and name. */
export function KeyList({ userId, own, empty = 'No such key.', actions }: Props) {
  const [params, change] = useParams();
  const { sort, onSort } = useSort(FIELDS, '-CREATED_AT');
  const status = oneOf(STATUSES, params['status'], 'ANY');
  const { name } = params;
  const filter: ApiTokenFilter = {
    ...(status !== 'ANY' && { status: { eq: status } }),
    ...(name && { name: { contains: name } }),
    ...(userId !== undefined && { user: { id: userId } }),
  };
  const isFiltered = status !== 'ANY' || name !== undefined;
  const controls = (
    <>
      <Search
        label="Name contains"
        value={name ?? ''}
        onSearch={(text) => change({ ...firstPage(''), name: text }, 'replace')}
      />
      <Choice
        label="Status"
        options={STATUSES}
        value={status}
        onChange={(chosen) =>
          change({ ...firstPage(''), status: chosen === 'ANY' ? null : chosen })
        }
      />
      {actions}
    </>
  );
  return (
    <List
      title="Keys"
      controls={controls}
      columns={userId === undefined && own === undefined ? COLUMNS : OF_USER}
      query={own ?? KEYS}
      variables={{ filter, orderBy: sort }}
      types={['ApiToken']}
      empty={isFiltered ? 'No such key.' : empty}
      sorting={{ sort, onSort }}
    />
  );
}
