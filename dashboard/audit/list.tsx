import type { ComponentChildren } from 'preact';
import { words } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { AuditEventRowFragment, AuditFilter } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import type { Column } from '../parts/column.ts';
import { List } from '../parts/list.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { Change, changeText } from './change.tsx';

graphql(`
  fragment AuditEventRow on AuditEvent {
    id at actionName ip requestId before after position targetId
    actor { kind name user { email } }
    target {
      __typename
      ... on User { id email }
      ... on ApiToken { id hint user { email } }
      ... on AdminKey { id name }
    }
  }
`);

const EVENTS = graphql(`
  query AuditEvents(
    $filter: AuditFilter, $first: Int, $last: Int, $after: String, $before: String
  ) {
    list: auditEvents(first: $first, last: $last, after: $after, before: $before, filter: $filter) {
      totalCount
      edges { node { ...AuditEventRow } }
      pageInfo { hasNextPage startCursor endCursor }
    }
  }
`);

const COLUMNS: readonly Column<AuditEventRowFragment>[] = [
  { name: 'Time', cell: ({ at }) => <Timestamp at={at} to="instant" />, text: ({ at }) => at },
  { name: 'Action', cell: ({ actionName }) => words(actionName) },
  { name: 'By', cell: actorOf },
  { name: 'On', cell: targetOf, text: targetText },
  { name: 'Change', cell: (event) => <Change {...event} />, text: changeText },
  { name: 'Address', cell: ({ ip }) => ip },
  {
    name: 'Request',
    cell: ({ requestId }) => requestId && <code>{requestId}</code>,
    text: ({ requestId }) => requestId,
  },
];

const IN_FILE: readonly Column<AuditEventRowFragment>[] = [
  ...COLUMNS,
  { name: 'Position', cell: ({ position }) => position },
  { name: 'Before', cell: ({ before }) => (before ? JSON.stringify(before) : '') },
  { name: 'After', cell: ({ after }) => (after ? JSON.stringify(after) : '') },
];

type Props = {
  /** Only what was done to this user and its keys. */
  readonly userId?: string;
  /** Only what was done to this key. */
  readonly tokenId?: string;
  readonly filter?: AuditFilter;
  readonly controls?: ComponentChildren;
};

const NOTES = {
  user: 'Changes of this user and of its keys.',
  token: 'Changes of this key. Its rotation is an event of its successor.',
};

/** Entries of the audit log, newest first. */
export function AuditList({ userId, tokenId, filter = {}, controls }: Props) {
  const note = userId !== undefined ? NOTES.user : tokenId !== undefined ? NOTES.token : undefined;
  const chosen: AuditFilter = {
    ...filter,
    ...(userId !== undefined && { user: { id: userId } }),
    ...(tokenId !== undefined && { targetId: tokenId }),
  };
  return (
    <List
      title="Audit log"
      name={note === undefined ? '' : 'audit.'}
      note={note}
      controls={controls}
      columns={COLUMNS}
      inFile={IN_FILE}
      query={EVENTS}
      variables={{ filter: chosen }}
      types={['AuditEvent', 'User', 'ApiToken', 'AdminKey']}
      empty="No such event."
    />
  );
}

function actorOf({ actor: { kind, name, user } }: AuditEventRowFragment): string {
  const who = user?.email ?? name;
  return who ? `${who} (${words(kind).toLowerCase()})` : words(kind);
}

function targetOf(event: AuditEventRowFragment) {
  const { target } = event;
  const text = targetText(event);
  if (target?.__typename === 'User') return <a href={addressOf('users', target.id)}>{text}</a>;
  if (target?.__typename === 'ApiToken') return <a href={addressOf('keys', target.id)}>{text}</a>;
  if (target?.__typename === 'AdminKey') return <a href={addressOf('admin-keys')}>{text}</a>;
  return text;
}

function targetText({ target, targetId }: AuditEventRowFragment): string {
  if (target?.__typename === 'User') return target.email;
  if (target?.__typename === 'ApiToken') return `${target.hint} of ${target.user?.email ?? '–'}`;
  if (target?.__typename === 'AdminKey') return target.name;
  return targetId ? 'Deleted' : '';
}
