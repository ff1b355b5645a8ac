import { graphql } from '../generated/gql.ts';
import type { WebhookRowFragment } from '../generated/graphql.ts';
import { addressOf, useParams } from '../parts/address.ts';
import type { Column } from '../parts/column.ts';
import { Email } from '../parts/email.tsx';
import { List } from '../parts/list.tsx';
import { firstPage } from '../parts/pages.tsx';
import { Search } from '../parts/search.tsx';
import { useSort } from '../parts/sort.ts';
import { selectedEvents, signatureOf } from '../user/webhook-words.ts';
import { WebhookActions } from './actions.tsx';

graphql(`
  fragment WebhookRow on User {
    id email isActive
    webhook { url hasSecret maskedSecret events { name isWanted } }
  }
`);

const WEBHOOKS = graphql(`
  query Webhooks(
    $filter: UserFilter, $orderBy: UserOrder
    $first: Int, $last: Int, $after: String, $before: String
  ) {
    list: users(
      first: $first, last: $last, after: $after, before: $before
      filter: $filter, orderBy: $orderBy
    ) {
      totalCount
      edges { node { ...WebhookRow } }
      pageInfo { hasNextPage startCursor endCursor }
    }
  }
`);

const COLUMNS: readonly Column<WebhookRowFragment>[] = [
  {
    name: 'User',
    sortBy: 'EMAIL',
    cell: ({ id, email, isActive }) => (
      <>
        <a href={addressOf('users', id)}>
          <Email address={email} />
        </a>
        {!isActive && <span class="muted second">suspended</span>}
      </>
    ),
    text: ({ email }) => email,
  },
  { name: 'URL', cell: ({ webhook }) => <span class="url">{webhook?.url}</span>, text: urlOf },
  { name: 'Signed', cell: ({ webhook }) => webhook && signatureOf(webhook) },
  { name: 'Events', cell: ({ webhook }) => webhook && selectedEvents(webhook) },
];

const SHOWN: readonly Column<WebhookRowFragment>[] = [
  ...COLUMNS,
  { name: 'Actions', cell: (user) => <WebhookActions user={user} /> },
];

function urlOf({ webhook }: WebhookRowFragment): string {
  return webhook?.url ?? '';
}

/** Where the events of all users are sent. */
export function Webhooks() {
  const [params, change] = useParams();
  const { sort, onSort } = useSort(['EMAIL'], 'EMAIL');
  const { search } = params;
  const controls = (
    <Search
      label="Name or address contains"
      value={search ?? ''}
      onSearch={(text) => change({ ...firstPage(''), search: text }, 'replace')}
    />
  );
  return (
    <List
      title="Webhooks"
      note="The platform sends the events, and has the list of deliveries."
      controls={controls}
      columns={SHOWN}
      inFile={COLUMNS}
      query={WEBHOOKS}
      variables={{ filter: { hasWebhook: true, ...(search && { search }) }, orderBy: sort }}
      types={['User', 'Webhook']}
      empty={search ? 'No such webhook.' : <NoneYet />}
      sorting={{ sort, onSort }}
    />
  );
}

function NoneYet() {
  return (
    <>
      No webhook yet. Set one on the page of <a href={addressOf('users')}>a user</a>.
    </>
  );
}
