import { barY, dot, type PlotOptions, ruleY } from '@observablehq/plot';
import { useQuery } from '@urql/preact';
import { useMemo } from 'preact/hooks';
import { count, decimal, duration } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { ConcurrencyQuery } from '../generated/graphql.ts';
import { DAY_CHART, shortDay, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import type { Column } from '../parts/column.ts';
import { Facts } from '../parts/facts.tsx';
import { Panel } from '../parts/panel.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { calendarDay, type Period } from '../range.ts';

const CONCURRENCY = graphql(`
  query Concurrency($range: DateRange!, $timeZone: TimeZone) {
    analytics(range: $range, timeZone: $timeZone) {
      concurrency { peak peakAt average timeAtLimit usersAtLimit refused }
      atOnce: series(metric: CONCURRENCY, bucket: DAY) { start value }
      refused: series(metric: REFUSED, bucket: DAY) { start value }
    }
  }
`);

type Analytics = NonNullable<ConcurrencyQuery['analytics']>;
type Day = { readonly start: string; readonly atOnce: number; readonly refused: number };

const LEGEND = [
  { name: 'Peak concurrent bots', color: 'accent' },
  { name: 'Refused bots', color: 'bad' },
] as const;

const COLUMNS: readonly Column<Day>[] = [
  {
    name: 'Day',
    cell: ({ start }) => <Timestamp at={start} to="day" />,
    text: ({ start }) => start,
  },
  { name: 'Peak concurrent bots', isNumber: true, value: ({ atOnce }) => atOnce },
  { name: 'Refused bots', isNumber: true, value: ({ refused }) => refused },
];

/** How many bots ran at once, and how often the users' limits were reached. */
export function Concurrency({ period }: { readonly period: Period }) {
  const [result] = useQuery({ query: CONCURRENCY, variables: period });
  return (
    <Panel
      title="Concurrent bots"
      note="Bot limits: how long users were at their limit, and which bots were refused."
      result={result}
    >
      {({ analytics }) => (
        <>
          <Facts facts={factsOf(analytics.concurrency)} />
          <Days analytics={analytics} />
        </>
      )}
    </Panel>
  );
}

function factsOf(concurrency: Analytics['concurrency']) {
  const { peak, peakAt, average, timeAtLimit, usersAtLimit, refused } = concurrency;
  return [
    { name: 'Peak', value: count(peak), note: peakAt ? <Timestamp at={peakAt} /> : null },
    { name: 'Average', value: decimal(average) },
    { name: 'Time at limit', value: duration(timeAtLimit), note: 'summed over users' },
    { name: 'Users at limit', value: count(usersAtLimit) },
    { name: 'Refused bots', value: count(refused) },
  ];
}

function Days({ analytics }: { readonly analytics: Analytics }) {
  const days = useMemo(() => daysOf(analytics), [analytics]);
  const options = useMemo(() => optionsFor(days), [days]);
  return (
    <Chart
      label="Concurrent bots"
      options={options}
      legend={LEGEND}
      columns={COLUMNS}
      rows={days}
    />
  );
}

function daysOf({ atOnce, refused }: Analytics): Day[] {
  return atOnce.map(({ start, value }, place) => ({
    start,
    atOnce: value,
    refused: refused[place]?.value ?? 0,
  }));
}

function optionsFor(days: readonly Day[]): PlotOptions {
  const rows = days.map((day) => ({ ...day, day: calendarDay(day.start) }));
  return {
    ...DAY_CHART,
    marks: [
      barY(rows, {
        x: 'day',
        y: 'atOnce',
        fill: 'var(--accent)',
        title: ({ day, atOnce, refused }) =>
          `${shortDay(day)}\nPeak: ${count(atOnce)}\nRefused: ${count(refused)}`,
        tip: TIP,
      }),
      dot(
        rows.filter(({ refused }) => refused > 0),
        { x: 'day', y: 'refused', fill: 'var(--bad)', r: 3.5 },
      ),
      ruleY([0]),
    ],
  };
}
