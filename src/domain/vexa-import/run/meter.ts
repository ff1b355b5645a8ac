import type { TableProgress } from './run.ts';

const OFTEN_MS = 200;
const PROGRESS_MS = 5_000;

type Screen = { readonly isTTY?: boolean; readonly write: (text: string) => unknown };

/** Shows how far it is: in one line that changes where there is a screen, else in a line now and then. */
export function meter(screen: Screen, now: () => number = () => performance.now()) {
  let start = { table: '', at: 0, done: 0 };
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    hear: ({ table, done, total }: TableProgress): void => {
      const at = now();
      const isNew = start.table !== table;
      if (isNew) start = { table, at, done };
      const isDue = at - shownAt >= (screen.isTTY ? OFTEN_MS : PROGRESS_MS);
      if (!isNew && !isDue && done < total) return;
      shownAt = at;
      const line = printProgress(
        { table, done, total },
        done - start.done,
        (at - start.at) / 1_000,
      );
      screen.write(screen.isTTY ? `\r\x1b[2K${line}` : `${line}\n`);
    },
    /** Leaves the line, so that what follows does not write over it. */
    end: (): void => {
      if (screen.isTTY) screen.write('\r\x1b[2K');
    },
  };
}

function printProgress(
  { table, done, total }: TableProgress,
  gained: number,
  seconds: number,
): string {
  const share = `${table}  ${number(done)} of ${number(total)}`;
  if (gained === 0 || seconds === 0) return share;
  const rate = gained / seconds;
  const left = Math.max(total - done, 0) / rate;
  return `${share}  ${number(Math.round(rate))} rows/s  ${formatSeconds(left)} left`;
}

function formatSeconds(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return whole < 3_600
    ? `${Math.ceil(whole / 60)} min`
    : `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
