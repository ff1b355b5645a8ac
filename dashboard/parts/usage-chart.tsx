import { barY, type PlotOptions, ruleY } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { count, counted, type Figure } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { DayOfUsageFragment } from '../generated/graphql.ts';
import { DAY_CHART, shortDay, TIP } from './axes.ts';
import { Chart } from './chart.tsx';
import type { Column } from './column.ts';

graphql(`
  fragment DayOfUsage on UsageDay { day requests isRemoved }
`);

/** A day whose usage was deleted has no figure: how many requests there were is not known any more. */
type Day = { readonly day: string; readonly requests: number | null };

const COLUMNS: readonly Column<Day>[] = [
  { name: 'Day (UTC)', cell: ({ day }) => shortDay(new Date(day)), text: ({ day }) => day },
  { name: 'Requests', isNumber: true, value: ({ requests }) => requests, format: countOf },
];

/** How many requests were sent on each day. */
export function UsageChart({ days: found }: { readonly days: readonly DayOfUsageFragment[] }) {
  const days = useMemo(() => found.map(figureOf), [found]);
  const options = useMemo(() => optionsFor(days), [days]);
  if (days.every(({ requests }) => requests === 0))
    return <p class="muted waiting">No requests in this period.</p>;
  const removed = found.findLast(({ isRemoved }) => isRemoved);
  return (
    <>
      {removed && (
        <p class="muted small">
          Days before {shortDay(dayAfter(removed.day))} without a figure were deleted.
        </p>
      )}
      <Chart label="Requests per day" options={options} columns={COLUMNS} rows={days} />
    </>
  );
}

function figureOf({ day, requests, isRemoved }: DayOfUsageFragment): Day {
  return { day, requests: isRemoved ? null : requests };
}

function dayAfter(day: string): Date {
  const date = new Date(day);
  date.setUTCDate(date.getUTCDate() + 1);
  return date;
}

function countOf(requests: Figure): string {
  return requests === null ? '' : count(requests);
}

function optionsFor(days: readonly Day[]): PlotOptions {
  const rows = days.map(({ day, requests }) => ({ day: new Date(day), requests }));
  return {
    ...DAY_CHART,
    marginLeft: 52,
    marks: [
      barY(rows, {
        x: 'day',
        y: 'requests',
        fill: 'var(--accent)',
        title: ({ day, requests }) => `${shortDay(day)}\n${barText(requests)}`,
        tip: TIP,
      }),
      ruleY([0]),
    ],
  };
}

function barText(requests: number | null): string {
  return requests === null ? 'deleted' : counted(requests, 'request');
}
