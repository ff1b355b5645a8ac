import type { PlotOptions } from '@observablehq/plot';

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

export function shortDay(day: Date): string {
  return DAY.format(day);
}

/** What is told of the mark under the pointer. */
export const TIP = { lineHeight: 1.4 };

/** Days from left to right, whole numbers upwards. */
export const DAY_CHART = {
  height: 220,
  marginTop: 12,
  marginLeft: 34,
  marginRight: 8,
  marginBottom: 26,
  x: { type: 'band', interval: 'day', label: null, tickFormat: shortDay, tickSize: 0 },
  y: { label: null, grid: true, tickFormat: wholeOnly, tickSize: 0 },
} satisfies PlotOptions;

/** Names from top to bottom, counts to the right. */
export function barChart(names: readonly string[], marginLeft: number): PlotOptions {
  return {
    height: 44 + names.length * 30,
    marginTop: 8,
    marginLeft,
    marginRight: 16,
    x: { label: null, grid: true, tickFormat: wholeOnly, tickSize: 0 },
    y: { label: null, domain: names, tickSize: 0 },
  };
}

/** Nothing comes in halves: a tick between two whole numbers stays blank. */
function wholeOnly(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : '';
}
