import { barX, dot, type PlotOptions } from '@observablehq/plot';
import { useMemo } from 'preact/hooks';
import { duration, type Figure, words } from '../format.ts';
import type { MeetingDetailFragment } from '../generated/graphql.ts';
import { nameAxis, rows, TIP } from '../parts/axes.ts';
import { Chart } from '../parts/chart.tsx';
import type { Column } from '../parts/column.ts';
import { Timestamp } from '../parts/timestamp.tsx';

type Transition = MeetingDetailFragment['transitions'][number];
type Props = {
  readonly transitions: readonly Transition[];
  /** When the meeting was requested. */
  readonly requestedAt: string;
};

/** A status, from when to when in minutes after the first one; the last one has no end. */
type Stay = Transition & {
  readonly requestedAt: string;
  readonly begin: number;
  readonly end: number | null;
  readonly seconds: number | null;
};

const COLUMNS: readonly Column<Stay>[] = [
  { name: 'Status', cell: ({ to }) => words(to) },
  {
    name: 'From',
    cell: ({ at, requestedAt }) => <Timestamp at={at} to="second" day={requestedAt} />,
    text: ({ at }) => at,
  },
  {
    name: 'For',
    isNumber: true,
    value: ({ seconds }) => seconds,
    format: lengthOf,
    unit: 'seconds',
  },
  { name: 'By', cell: ({ source }) => (source ? words(source) : '') },
  { name: 'Why', cell: ({ reason }) => reason ?? '' },
];

/** Each status as a bar from when it began to when the next one did. */
export function Timeline({ transitions, requestedAt }: Props) {
  const stays = useMemo(() => staysOf(transitions, requestedAt), [transitions, requestedAt]);
  const options = useMemo(() => optionsFor(stays), [stays]);
  if (stays.length === 0) return <p class="muted waiting">No status changes recorded.</p>;
  return <Chart label="Timeline" options={options} columns={COLUMNS} rows={stays} isOpen />;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

function staysOf(transitions: readonly Transition[], requestedAt: string): Stay[] {
  const times = transitions.map(({ at }) => Date.parse(at));
  const [start = 0] = times;
  return transitions.map((transition, place) => {
    const begin = times[place] ?? start;
    const end = times[place + 1];
    return {
      ...transition,
      requestedAt,
      begin: (begin - start) / MINUTE_MS,
      end: end === undefined ? null : (end - start) / MINUTE_MS,
      // Not of the minutes: a number of them is seldom exact.
      seconds: end === undefined ? null : (end - begin) / SECOND_MS,
    };
  });
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
  const length = lengthOf(stay.seconds);
  return length === '' ? words(stay.to) : `${words(stay.to)}\nfor ${length}`;
}

/** The last one has no length, which is no missing figure. */
function lengthOf(seconds: Figure): string {
  return seconds === null ? '' : duration(seconds);
}
