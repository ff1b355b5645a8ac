import { count } from '../format.ts';
import type { KeyDetailFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { Email } from '../parts/email.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { useSession } from '../session/context.ts';
import { scopeText } from './scopes.ts';

type Props = { readonly token: KeyDetailFragment };

export function KeyFacts({ token }: Props) {
  return <Facts facts={factsOf(token)} />;
}

function factsOf(token: KeyDetailFragment): Fact[] {
  const { user, usage, rateLimit } = token;
  return [
    { name: 'Key', value: <code>{token.hint}</code> },
    { name: 'Name', value: token.name ?? <span class="muted">None</span> },
    { name: 'User', value: user && <UserLink {...user} /> },
    { name: 'Status', value: <Tag word={token.status} /> },
    { name: 'Created', value: <Timestamp at={token.createdAt} /> },
    { name: 'Expires', value: <Timestamp at={token.expiresAt} none="Never" /> },
    { name: 'First used', value: <Timestamp at={usage.firstUsedAt} none="Never" /> },
    { name: 'Last used', value: <Timestamp at={token.lastUsedAt} none="Never" /> },
    { name: 'Last address', value: token.lastUsedIp ?? <span class="muted">Unknown</span> },
    { name: 'Requests today (UTC)', value: count(usage.requestsToday) },
    { name: 'Requests, ever', value: count(usage.totalRequests) },
    {
      name: 'Requests per minute',
      value: rateLimit == null ? 'The default' : `At most ${count(rateLimit)}`,
    },
    { name: 'Number in REST', value: String(token.databaseId) },
  ];
}

function UserLink({ id, email }: NonNullable<KeyDetailFragment['user']>) {
  return (
    <a href={useSession().rights === 'USER' ? addressOf('account') : addressOf('users', id)}>
      <Email address={email} />
    </a>
  );
}

/** In words what the scopes, the role of the user and the state of both come to. */
export function Rights({ token: { scopes, isImported, user, status } }: Props) {
  const isAdmin = user?.role === 'ADMIN' && !isImported;
  return (
    <ul class="plain">
      {scopes.map((scope) => (
        <li key={scope}>{scopeText(scope)}</li>
      ))}
      {isAdmin && <li>Everything that an admin key may do: its user is an administrator</li>}
      {isImported && <li>It was imported: it never counts as an admin key</li>}
      {user?.isActive === false && <li>Nothing at present: its user is suspended</li>}
      {(status === 'REVOKED' || status === 'EXPIRED') && <li>Nothing any more: it has ended</li>}
    </ul>
  );
}
