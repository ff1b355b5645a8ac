import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import type { KeyRowFragment, TokenStatus } from '../generated/graphql.ts';
import { Choice } from '../parts/choice.tsx';
import { Email } from '../parts/email.tsx';
import { Moment } from '../parts/moment.tsx';
import { PAGE_SIZE, Pager, usePages } from '../parts/pages.tsx';
import { Panel } from '../parts/panel.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';

graphql(`
  fragment KeyRow on ApiToken {
    hint name scopes status createdAt lastUsedAt expiresAt
    user { email }
  }
`);

const KEYS = graphql(`
  query Keys($filter: ApiTokenFilter, $first: Int!, $after: String) {
    apiTokens(first: $first, after: $after, filter: $filter) {
      totalCount
      edges { node { ...KeyRow } }
      pageInfo { hasNextPage endCursor }
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
  { name: 'Key', cell: ({ hint }) => <code>{hint}</code> },
  { name: 'User', cell: ({ user }) => user && <Email address={user.email} /> },
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Scopes', cell: ({ scopes }) => scopes.map((scope) => scope.toLowerCase()).join(', ') },
  { name: 'Status', cell: ({ status }) => <Tag word={status} /> },
  { name: 'Created', cell: ({ createdAt }) => <Moment at={createdAt} /> },
  { name: 'Last used', cell: ({ lastUsedAt }) => <Moment at={lastUsedAt} none="Never" /> },
  { name: 'Expires', cell: ({ expiresAt }) => <Moment at={expiresAt} none="Never" /> },
];

/** All keys, for who may see them. */
export function Keys({ isAdmin }: { readonly isAdmin: boolean }) {
  return isAdmin ? <KeyList /> : <AdminOnly />;
}

function AdminOnly() {
  return (
    <section class="panel" aria-labelledby="keys">
      <header>
        <h2 id="keys">Keys</h2>
      </header>
      <p class="muted waiting">Keys are shown to the admin key only. This one reads figures.</p>
    </section>
  );
}

function KeyList() {
  const pages = usePages();
  const [status, setStatus] = useState<TokenStatus | 'ANY'>('ANY');
  const filter = status === 'ANY' ? null : { status: { eq: status } };
  const variables = { filter, first: PAGE_SIZE, after: pages.after };
  const [result] = useQuery({ query: KEYS, variables });
  const choose = (wanted: typeof status) => {
    pages.onReset();
    setStatus(wanted);
  };
  return (
    <Panel
      title="Keys"
      controls={<Choice label="Status" options={STATUSES} value={status} onChange={choose} />}
      result={result}
      empty={({ apiTokens }) => (apiTokens.totalCount > 0 ? null : 'No such key.')}
    >
      {({ apiTokens }) => (
        <>
          <Table label="Keys" columns={COLUMNS} rows={apiTokens.edges.map(({ node }) => node)} />
          <Pager pages={pages} shown={apiTokens.edges.length} list={apiTokens} />
        </>
      )}
    </Panel>
  );
}
