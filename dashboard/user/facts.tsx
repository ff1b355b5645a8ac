import { count, words } from '../format.ts';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { Email } from '../parts/email.tsx';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Tag } from '../parts/tag.tsx';
import { Timestamp } from '../parts/timestamp.tsx';

export function UserFacts({ user }: { readonly user: UserDetailFragment }) {
  return <Facts facts={factsOf(user)} />;
}

function factsOf(user: UserDetailFragment): Fact[] {
  const { stats, usage } = user;
  return [
    { name: 'Address', value: <Email address={user.email} /> },
    { name: 'Name', value: user.name ?? <span class="muted">None</span> },
    { name: 'Role', value: words(user.role) },
    { name: 'State', value: <Tag word={user.isActive ? 'active' : 'suspended'} /> },
    {
      name: 'Bots now',
      value: `${count(stats.activeMeetings)} of ${count(user.maxConcurrentBots)}`,
    },
    { name: 'Meetings, ever', value: count(stats.totalMeetings) },
    { name: 'Requests today (UTC)', value: count(usage.requestsToday) },
    { name: 'Requests, ever', value: count(usage.totalRequests) },
    {
      name: 'Last request',
      value: <Timestamp at={usage.lastUsedAt} none="Never" />,
      note: usage.lastUsedIp && `from ${usage.lastUsedIp}`,
    },
    { name: 'Created', value: <Timestamp at={user.createdAt} /> },
    { name: 'Changed', value: <Timestamp at={user.updatedAt} /> },
    { name: 'Number in REST', value: String(user.databaseId) },
  ];
}
