import { useQuery } from '@urql/preact';
import { graphql } from '../generated/gql.ts';
import { Panel } from '../parts/panel.tsx';
import { UsageChart } from '../parts/usage-chart.tsx';
import type { Period } from '../range.ts';

const USAGE = graphql(`
  query UserUsage($id: ID!, $range: DateRange!) {
    user(by: { id: $id }) { usage { daily(range: $range) { ...DayOfUsage } } }
  }
`);

type Props = { readonly id: string; readonly period: Period };

export function UserUsage({ id, period: { range } }: Props) {
  const [result] = useQuery({ query: USAGE, variables: { id, range } });
  return (
    <Panel
      title="Requests per day"
      note="Of all keys of the user, also revoked ones. Days are in UTC."
      result={result}
      lines={8}
    >
      {({ user }) => <UsageChart days={user.usage.daily} />}
    </Panel>
  );
}
