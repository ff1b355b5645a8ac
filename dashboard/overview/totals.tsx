import { useQuery } from '@urql/preact';
import { count, decimal, duration, share } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { TotalsFragment } from '../generated/graphql.ts';
import { Panel } from '../parts/panel.tsx';
import type { Period } from '../range.ts';

graphql(`
  fragment Totals on AnalyticsTotals {
    meetings completed failed running successRate totalDuration averageDuration activeUsers refused
  }
`);

const OVERVIEW = graphql(`
  query OverviewTotals($range: DateRange!, $timeZone: TimeZone) {
    analytics(range: $range, timeZone: $timeZone) {
      totals { ...Totals }
      previousTotals { ...Totals }
    }
  }
`);

type Shown = {
  readonly key: Exclude<keyof TotalsFragment, '__typename'>;
  readonly name: string;
  readonly format: (value: number | null) => string;
  /** How a difference of two is told, where that is another measure. */
  readonly difference?: (value: number) => string;
  /** Whether it is a figure of this moment: that of meetings long ago is none to compare it with. */
  readonly isOfNow?: boolean;
};

const FIGURES: readonly Shown[] = [
  { key: 'meetings', name: 'Meetings', format: count },
  { key: 'successRate', name: 'Success rate', format: share, difference: points },
  { key: 'activeUsers', name: 'Active users', format: count },
  { key: 'totalDuration', name: 'Time in meetings', format: duration },
  { key: 'averageDuration', name: 'Average length', format: duration },
  { key: 'completed', name: 'Completed', format: count },
  { key: 'failed', name: 'Failed', format: count },
  { key: 'running', name: 'Running now', format: count, isOfNow: true },
  { key: 'refused', name: 'Refused bots', format: count },
];

/** Everything of the range added up, and how it was in the stretch before. */
export function Totals({ period }: { readonly period: Period }) {
  const [result] = useQuery({ query: OVERVIEW, variables: period });
  return (
    <Panel
      title="Totals"
      note="Compared with the previous period of the same length."
      result={result}
    >
      {({ analytics: { totals, previousTotals } }) => (
        <dl class="totals">
          {FIGURES.map((figure) => (
            <Total
              key={figure.key}
              figure={figure}
              value={totals[figure.key] ?? null}
              before={previousTotals[figure.key] ?? null}
            />
          ))}
        </dl>
      )}
    </Panel>
  );
}

type TotalProps = {
  readonly figure: Shown;
  readonly value: number | null;
  readonly before: number | null;
};

function Total({ figure, value, before }: TotalProps) {
  const { key, name, format, isOfNow = false } = figure;
  return (
    <div>
      <dt>{name}</dt>
      <dd class="value">
        <data value={value ?? ''} data-figure={key}>
          {format(value)}
        </data>
      </dd>
      {!isOfNow && <Change {...{ figure, value, before }} />}
    </div>
  );
}

function Change({ figure, value, before }: TotalProps) {
  const isMissing = value === null && before === null;
  return (
    <dd class="muted small">
      {changeOf(figure, value, before)}
      {isMissing ? '' : ' from '}
      <data value={before ?? ''} data-before={figure.key}>
        {isMissing ? '' : figure.format(before)}
      </data>
    </dd>
  );
}

function changeOf({ format, difference }: Shown, value: number | null, before: number | null) {
  if (value === null && before === null) return 'nothing to compare';
  if (value === before) return 'unchanged';
  if (value === null || before === null) return 'not comparable';
  const change = Math.abs(value - before);
  return `${value > before ? '+' : '−'}${(difference ?? format)(change)}`;
}

function points(value: number): string {
  return `${decimal(value * 100)} points`;
}
