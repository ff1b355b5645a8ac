import { useQuery } from '@urql/preact';
import { useMemo } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import { useParams } from '../parts/address.ts';
import { Panel } from '../parts/panel.tsx';
import { UsageChart } from '../parts/usage-chart.tsx';
import { lengthOf, periodOf } from '../range.ts';

const USAGE = graphql(`
  query KeyUsage($id: ID!, $range: DateRange!) {
    apiToken(by: { id: $id }) { id usage { daily(range: $range) { day requests } } }
  }
`);

export function KeyUsage({ id }: { readonly id: string }) {
  const [{ days }] = useParams();
  const { range } = useMemo(() => periodOf(lengthOf(days)), [days]);
  const [result] = useQuery({ query: USAGE, variables: { id, range } });
  return (
    <Panel
      title="Requests per day"
      note="Of this key alone. Days are in UTC."
      result={result}
      lines={8}
    >
      {({ apiToken }) => <UsageChart days={apiToken.usage.daily} />}
    </Panel>
  );
}
