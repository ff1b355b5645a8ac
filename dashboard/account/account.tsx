import { useQuery } from '@urql/preact';
import { graphql } from '../generated/gql.ts';
import { Panel } from '../parts/panel.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { UsageChart } from '../parts/usage-chart.tsx';
import type { Period } from '../range.ts';
import { UserFacts } from '../user/facts.tsx';

const OWN_USER = graphql(`
  query OwnUser($range: DateRange!) {
    viewer { user { ...UserDetail period: usage { daily(range: $range) { ...DayOfUsage } } } }
  }
`);

const TYPES = { additionalTypenames: ['User', 'ApiToken'] };

/** The caller's own user, and how much its keys are used. */
export function Account({ period: { range } }: { readonly period: Period }) {
  const [read] = useQuery({ query: OWN_USER, variables: { range }, context: TYPES });
  const result = useRemembered(read);
  return (
    <>
      <Panel title="Account" result={result}>
        {({ viewer: { user } }) => user && <UserFacts user={user} />}
      </Panel>
      {(result.data || !result.error) && (
        <Panel
          title="Requests per day"
          note="Of all your keys, also revoked ones. Days are in UTC."
          // It is reported above.
          result={{ ...result, error: undefined }}
          lines={8}
        >
          {({ viewer: { user } }) => user && <UsageChart days={user.period.daily} />}
        </Panel>
      )}
    </>
  );
}
