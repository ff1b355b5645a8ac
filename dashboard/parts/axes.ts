import { axisY, type Markish, type PlotOptions } from '@observablehq/plot';

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export function shortDay(day: Date): string {
  return DAY.format(day);
}

/** What is told of the mark under the pointer. */
export const TIP = { lineHeight: 1.4 };

/** Counts, to the right or upwards. */
export const COUNT_AXIS = { label: null, grid: true, tickFormat: wholeOnly, tickSize: 0 };

/** Days from left to right, whole numbers upwards. */
export const DAY_CHART = {
  height: 220,
  marginTop: 12,
  marginLeft: 34,
  marginRight: 8,
  marginBottom: 26,
  x: { type: 'band', interval: 'day', label: null, tickFormat: shortDay, tickSize: 0 },
  y: COUNT_AXIS,
} satisfies PlotOptions;

const TEXT_PIXELS = 12;
const GAP_PIXELS = 12;

type Names = { readonly names: readonly string[]; readonly room: number; readonly row: number };

/** Names from top to bottom, each with its mark at the right. */
export function rows({ names, room, row }: Names) {
  return {
    height: 44 + names.length * row,
    marginTop: 8,
    marginLeft: room,
    marginRight: 16,
    y: { label: null, domain: names },
  } satisfies PlotOptions;
}

/** The names at the left; what is longer than there is room ends in dots. */
export function nameAxis(room: number): Markish {
  const lineWidth = (room - GAP_PIXELS) / TEXT_PIXELS;
  return axisY({ label: null, tickSize: 0, textOverflow: 'ellipsis', lineWidth });
}

/** Nothing comes in halves: a tick between two whole numbers stays blank. */
function wholeOnly(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : '';
}
