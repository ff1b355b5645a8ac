import { barX, type PlotOptions, ruleX, text } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { count, decimal, duration, share } from '../format.ts';
import { graphql } from '../generated/gql.ts';
import type { SpeakerFragment } from '../generated/graphql.ts';
import { TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import type { Column } from '../parts/table.tsx';

graphql(`
  fragment Speaker on SpeakerStats {
    speaker talkTime share words wordsPerMinute segments longestMonologue
  }
`);

const COLUMNS: readonly Column<SpeakerFragment>[] = [
  { name: 'Speaker', cell: ({ speaker }) => speaker },
  { name: 'Share', isNumber: true, cell: (row) => share(row.share) },
  { name: 'Talk time', isNumber: true, cell: ({ talkTime }) => duration(talkTime) },
  { name: 'Words', isNumber: true, cell: ({ words }) => count(words) },
  { name: 'Words a minute', isNumber: true, cell: (row) => decimal(row.wordsPerMinute) },
  { name: 'Segments', isNumber: true, cell: ({ segments }) => count(segments) },
  { name: 'Longest', isNumber: true, cell: (row) => duration(row.longestMonologue) },
];

/** Who spoke how much. */
export function Speakers({ speakers }: { readonly speakers: readonly SpeakerFragment[] }) {
  const options = useMemo(() => optionsFor(speakers), [speakers]);
  if (speakers.length === 0) return <p class="muted waiting">No named speaker was recorded.</p>;
  return <Chart label="Talk share" options={options} columns={COLUMNS} rows={speakers} />;
}

function optionsFor(speakers: readonly SpeakerFragment[]): PlotOptions {
  return {
    height: 44 + speakers.length * 32,
    marginTop: 8,
    marginLeft: 96,
    marginRight: 48,
    x: {
      label: null,
      grid: true,
      percent: true,
      tickSpacing: 110,
      tickFormat: (value) => `${value} %`,
    },
    y: { label: null, tickSize: 0, domain: speakers.map(({ speaker }) => speaker) },
    marks: [
      barX(speakers, {
        x: 'share',
        y: 'speaker',
        fill: 'var(--accent)',
        title: (row: SpeakerFragment) =>
          `${row.speaker}\n${duration(row.talkTime)}, ${count(row.words)} words`,
        tip: TIP,
      }),
      text(speakers, {
        x: 'share',
        y: 'speaker',
        text: (row: SpeakerFragment) => share(row.share),
        textAnchor: 'start',
        dx: 6,
      }),
      ruleX([0]),
    ],
  };
}
