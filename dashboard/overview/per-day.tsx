import { barY, type PlotOptions, ruleY } from '@observablehq/plot';
import { useQuery } from '@urql/preact';
import { useMemo } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import type { MeetingsPerDayQuery } from '../generated/graphql.ts';
import { DAY_CHART, shortDay, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import type { Column } from '../parts/column.ts';
import { COURSES, colorScale, coursesOf, otherOf } from '../parts/courses.ts';
import { Panel } from '../parts/panel.tsx';
import { Timestamp } from '../parts/timestamp.tsx';
import { calendarDay, type Period } from '../range.ts';

type Analytics = NonNullable<MeetingsPerDayQuery['analytics']>;

const PER_DAY = graphql(`
  query MeetingsPerDay($range: DateRange!, $timeZone: TimeZone) {
    analytics(range: $range, timeZone: $timeZone) {
      meetings: series(metric: MEETINGS, bucket: DAY) { start value }
      completed: series(metric: COMPLETED, bucket: DAY) { start value }
      failed: series(metric: FAILED, bucket: DAY) { start value }
    }
  }
`);

type Day = {
  readonly start: string;
  readonly meetings: number;
  readonly completed: number;
  readonly failed: number;
};

const COLUMNS: readonly Column<Day>[] = [
  {
    name: 'Day',
    cell: ({ start }) => <Timestamp at={start} to="day" />,
    text: ({ start }) => start,
  },
  { name: 'Meetings', isNumber: true, value: ({ meetings }) => meetings },
  { name: 'Completed', isNumber: true, value: ({ completed }) => completed },
  { name: 'Failed', isNumber: true, value: ({ failed }) => failed },
  { name: 'Other', isNumber: true, value: (day) => otherOf(day) },
];

/** How many meetings were asked for on each day, and how they went. */
export function PerDay({ period }: { readonly period: Period }) {
  const [result] = useQuery({ query: PER_DAY, variables: period });
  return (
    <Panel
      title="Meetings per day"
      note="By day of the request. Other: neither completed nor failed yet."
      result={result}
      empty={({ analytics: { meetings } }) =>
        meetings.some(({ value }) => value > 0)
          ? null
          : 'No meetings were requested in this period.'
      }
    >
      {({ analytics }) => <Days analytics={analytics} />}
    </Panel>
  );
}

function Days({ analytics }: { readonly analytics: Analytics }) {
  const days = useMemo(() => daysOf(analytics), [analytics]);
  const options = useMemo(() => optionsFor(days), [days]);
  return (
    <Chart
      label="Meetings per day"
      options={options}
      legend={COURSES}
      columns={COLUMNS}
      rows={days}
    />
  );
}

function daysOf({ meetings, completed, failed }: Analytics): Day[] {
  return meetings.map(({ start, value }, place) => ({
    start,
    meetings: value,
    completed: completed[place]?.value ?? 0,
    failed: failed[place]?.value ?? 0,
  }));
}

function optionsFor(days: readonly Day[]): PlotOptions {
  const rows = days.flatMap((counts) => {
    const day = calendarDay(counts.start);
    return coursesOf(shortDay(day), counts).map((part) => ({ day, ...part }));
  });
  return {
    ...DAY_CHART,
    color: colorScale(COURSES),
    marks: [
      barY(rows, {
        x: 'day',
        y: 'count',
        fill: 'course',
        title: 'title',
        tip: TIP,
      }),
      ruleY([0]),
    ],
  };
}
