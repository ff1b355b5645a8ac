import { barX, type PlotOptions, ruleX } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { count, share, words } from '../format.ts';
import type { PlatformFragment } from '../generated/graphql.ts';
import { barChart, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import { COURSES, colorScale, coursesOf, otherOf } from '../parts/courses.ts';
import type { Column } from '../parts/table.tsx';

type Props = { readonly platforms: readonly PlatformFragment[] };

const COLUMNS: readonly Column<PlatformFragment>[] = [
  { name: 'Platform', cell: ({ platformName }) => words(platformName) },
  { name: 'Meetings', isNumber: true, cell: ({ meetings }) => count(meetings) },
  { name: 'Completed', isNumber: true, cell: ({ completed }) => count(completed) },
  { name: 'Failed', isNumber: true, cell: ({ failed }) => count(failed) },
  { name: 'Other', isNumber: true, cell: (row) => count(otherOf(row)) },
  { name: 'Success rate', isNumber: true, cell: ({ successRate }) => share(successRate) },
];

/** How the meetings on each platform went. */
export function PlatformOutcomes({ platforms }: Props) {
  const options = useMemo(() => optionsFor(platforms), [platforms]);
  return (
    <Chart
      label="Outcomes by platform"
      options={options}
      legend={COURSES}
      columns={COLUMNS}
      rows={platforms}
    />
  );
}

function optionsFor(platforms: Props['platforms']): PlotOptions {
  const names = platforms.map(({ platformName }) => words(platformName));
  const rows = platforms.flatMap((counts) => {
    const platform = words(counts.platformName);
    return coursesOf(platform, counts).map((part) => ({ platform, ...part }));
  });
  return {
    ...barChart(names, 112),
    color: colorScale(COURSES),
    marks: [
      barX(rows, {
        x: 'count',
        y: 'platform',
        fill: 'course',
        title: 'title',
        tip: TIP,
      }),
      ruleX([0]),
    ],
  };
}
