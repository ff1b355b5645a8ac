import { barX, dot, type PlotOptions } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { duration, words } from '../format.ts';
import type { MeetingDetailFragment } from '../generated/graphql.ts';
import { nameAxis, rows, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import { Moment } from '../parts/moment.tsx';
import type { Column } from '../parts/table.tsx';

type Transition = MeetingDetailFragment['transitions'][number];
type Props = { readonly transitions: readonly Transition[] };

/** A status, from when to when in minutes after the first one; the last one has no end. */
type Stay = Transition & { readonly begin: number; readonly end: number | null };

const COLUMNS: readonly Column<Stay>[] = [
  { name: 'Status', cell: ({ to }) => words(to) },
  { name: 'From', cell: ({ at }) => <Moment at={at} to="second" />, text: ({ at }) => at },
  { name: 'For', isNumber: true, cell: lengthOf },
  { name: 'By', cell: ({ source }) => (source ? words(source) : '') },
  { name: 'Why', cell: ({ reason }) => reason ?? '' },
];

/** Each status as a bar from when it began to when the next one did. */
export function Timeline({ transitions }: Props) {
  const stays = useMemo(() => staysOf(transitions), [transitions]);
  const options = useMemo(() => optionsFor(stays), [stays]);
  if (stays.length === 0) return <p class="muted waiting">No status changes recorded.</p>;
  return <Chart label="Timeline" options={options} columns={COLUMNS} rows={stays} isOpen />;
}

const MINUTE_MS = 60_000;

function staysOf(transitions: readonly Transition[]): Stay[] {
  const times = transitions.map(({ at }) => Date.parse(at));
  const minutes = times.map((time) => (time - (times[0] ?? 0)) / MINUTE_MS);
  return transitions.map((transition, place) => ({
    ...transition,
    begin: minutes[place] ?? 0,
    end: minutes[place + 1] ?? null,
  }));
}

const ROOM = 128;

function optionsFor(stays: readonly Stay[]): PlotOptions {
  const named = stays.map((stay) => ({ ...stay, status: words(stay.to) }));
  const look = { y: 'status', fill: 'var(--accent)' };
  return {
    ...rows({ names: [...new Set(named.map(({ status }) => status))], room: ROOM, row: 28 }),
    marginBottom: 38,
    x: { label: 'Minutes since the request', grid: true, labelArrow: 'none' },
    marks: [
      nameAxis(ROOM),
      barX(
        named.filter(({ end }) => end !== null),
        { ...look, x1: 'begin', x2: 'end', insetTop: 5, insetBottom: 5 },
      ),
      // A status of a few seconds would be too thin to see.
      dot(named, { ...look, x: 'begin', r: 4, title: titleOf, tip: TIP }),
    ],
  };
}

function titleOf(stay: Stay): string {
  const length = lengthOf(stay);
  return length === '' ? words(stay.to) : `${words(stay.to)}\nfor ${length}`;
}

function lengthOf({ begin, end }: Stay): string {
  return end === null ? '' : duration((end - begin) * 60);
}
