import { useQuery } from '@urql/preact';
import { useMemo } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import type { KeyUsageDaysFragment } from '../generated/graphql.ts';
import { useParams } from '../parts/address.ts';
import { type FoundQuery, foundIn } from '../parts/connection.ts';
import { Panel } from '../parts/panel.tsx';
import { UsageChart } from '../parts/usage-chart.tsx';
import { lengthOf, periodOf } from '../range.ts';
import { useSession } from '../session/context.ts';

graphql(`
  fragment KeyUsageDays on ApiToken { id usage { daily(range: $range) { ...DayOfUsage } } }
`);

const USAGE = graphql(`
  query KeyUsage($id: ID!, $range: DateRange!) {
    list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } }
  }
`);

const OWN_USAGE = graphql(`
  query OwnKeyUsage($id: ID!, $range: DateRange!) {
    viewer {
      user { list: apiTokens(first: 1, filter: { id: { eq: $id } }) { nodes { ...KeyUsageDays } } }
    }
  }
`);

type Variables = { id: string; range: { start: string; end: string } };

export function KeyUsage({ id }: { readonly id: string }) {
  const { rights } = useSession();
  const [{ days }] = useParams();
  const { range } = useMemo(() => periodOf(lengthOf(days)), [days]);
  const query: FoundQuery<KeyUsageDaysFragment, Variables> = rights === 'USER' ? OWN_USAGE : USAGE;
  const [result] = useQuery({ query, variables: { id, range } });
  return (
    <Panel
      title="Requests per day"
      note="Of this key alone. Days are in UTC."
      result={result}
      lines={8}
    >
      {(data) => <UsageChart days={foundIn(data)[0]?.usage.daily ?? []} />}
    </Panel>
  );
}
