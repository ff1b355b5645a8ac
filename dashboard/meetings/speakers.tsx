import { barX, type PlotOptions, ruleX, text } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { counted, decimal, duration, share } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { SpeakerFragment } from '../generated/graphql.ts';
import { nameAxis, rows, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import type { Column } from '../parts/column.ts';

graphql(`
  fragment Speaker on SpeakerStats {
    speaker talkTime share words wordsPerMinute segments longestMonologue
  }
`);

const COLUMNS: readonly Column<SpeakerFragment>[] = [
  { name: 'Speaker', cell: ({ speaker }) => speaker },
  { name: 'Share', isNumber: true, value: (row) => row.share, format: share },
  {
    name: 'Talk time',
    isNumber: true,
    value: ({ talkTime }) => talkTime,
    format: duration,
    unit: 'seconds',
  },
  { name: 'Words', isNumber: true, value: ({ words }) => words },
  { name: 'Words per minute', isNumber: true, value: (row) => row.wordsPerMinute, format: decimal },
  { name: 'Segments', isNumber: true, value: ({ segments }) => segments },
  {
    name: 'Longest',
    isNumber: true,
    value: (row) => row.longestMonologue,
    format: duration,
    unit: 'seconds',
  },
];

/** Who spoke how much. */
export function Speakers({ speakers }: { readonly speakers: readonly SpeakerFragment[] }) {
  const options = useMemo(() => optionsFor(speakers), [speakers]);
  if (speakers.length === 0) return <p class="muted waiting">No named speakers recorded.</p>;
  return <Chart label="Talk share" options={options} columns={COLUMNS} rows={speakers} />;
}

const ROOM = 96;
const SHARE_AXIS = {
  label: null,
  grid: true,
  percent: true,
  tickSpacing: 110,
  tickFormat: (value: number) => `${value} %`,
};

function optionsFor(speakers: readonly SpeakerFragment[]): PlotOptions {
  const place = { x: 'share', y: 'speaker' };
  return {
    ...rows({ names: speakers.map(({ speaker }) => speaker), room: ROOM, row: 32 }),
    marginRight: 48,
    x: SHARE_AXIS,
    marks: [
      nameAxis(ROOM),
      barX(speakers, { ...place, fill: 'var(--accent)', title: titleOf, tip: TIP }),
      text(speakers, { ...place, text: (row) => share(row.share), textAnchor: 'start', dx: 6 }),
      ruleX([0]),
    ],
  };
}

function titleOf({ speaker, talkTime, words }: SpeakerFragment): string {
  return `${speaker}\n${duration(talkTime)}, ${counted(words, 'word')}`;
}
