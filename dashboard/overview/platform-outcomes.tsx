import { barX, type PlotOptions, ruleX } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { share, words } from '../format.ts';
import type { PlatformFragment } from '../generated/graphql.ts';
import { COUNT_AXIS, nameAxis, rows, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import type { Column } from '../parts/column.ts';
import { COURSES, colorScale, coursesOf, otherOf } from '../parts/courses.ts';

type Props = { readonly platforms: readonly PlatformFragment[] };

const COLUMNS: readonly Column<PlatformFragment>[] = [
  { name: 'Platform', cell: ({ platformName }) => words(platformName) },
  { name: 'Meetings', isNumber: true, value: ({ meetings }) => meetings },
  { name: 'Completed', isNumber: true, value: ({ completed }) => completed },
  { name: 'Failed', isNumber: true, value: ({ failed }) => failed },
  { name: 'Other', isNumber: true, value: (row) => otherOf(row) },
  { name: 'Success rate', isNumber: true, value: ({ successRate }) => successRate, format: share },
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

const ROOM = 112;

function optionsFor(platforms: Props['platforms']): PlotOptions {
  const names = platforms.map(({ platformName }) => words(platformName));
  const parts = platforms.flatMap((counts) => {
    const platform = words(counts.platformName);
    return coursesOf(platform, counts).map((part) => ({ platform, ...part }));
  });
  return {
    ...rows({ names, room: ROOM, row: 30 }),
    x: COUNT_AXIS,
    color: colorScale(COURSES),
    marks: [
      nameAxis(ROOM),
      barX(parts, {
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
