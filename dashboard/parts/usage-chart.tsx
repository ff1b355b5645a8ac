import { barY, type PlotOptions, ruleY } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { count } from '../format.ts';
import { DAY_CHART, shortDay, TIP } from './axes.ts';
import { Chart } from './chart.tsx';
import type { Column } from './table.tsx';

type Day = { readonly day: string; readonly requests: number };

const COLUMNS: readonly Column<Day>[] = [
  { name: 'Day (UTC)', cell: ({ day }) => shortDay(new Date(day)), text: ({ day }) => day },
  { name: 'Requests', isNumber: true, cell: ({ requests }) => count(requests) },
];

/** How many requests were sent on each day. */
export function UsageChart({ days }: { readonly days: readonly Day[] }) {
  const options = useMemo(() => optionsFor(days), [days]);
  if (days.every(({ requests }) => requests === 0))
    return <p class="muted waiting">No requests in this period.</p>;
  return <Chart label="Requests per day" options={options} columns={COLUMNS} rows={days} />;
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
        title: ({ day, requests }) => `${shortDay(day)}\n${count(requests)} requests`,
        tip: TIP,
      }),
      ruleY([0]),
    ],
  };
}
