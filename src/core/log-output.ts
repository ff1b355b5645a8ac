import type { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** Lines of the log on their way to the standard output: nothing waits for its reader. */
export type LogOutput = {
  /** @param isUrgent not to wait for other lines, and kept when others are dropped */
  readonly write: (line: string, isUrgent: boolean) => void;
  /** Writes what is waiting as far as there is room, without waiting for the reader. */
  readonly push: () => void;
  /** The same, and waits until all is written, or until it seems that nobody reads. */
  readonly flush: () => Promise<void>;
  /** How many lines were dropped. */
  readonly dropped: () => number;
};

type Options = {
  /** Called with the number of lines that were dropped, once the reader has caught up. */
  readonly onResumed: (lines: number) => void;
};

/** A write costs more than a line: lines wait until there are so many characters, */
const CHUNK = 32_768;
/** or so long. */
const DELAY_MS = 100;
/** Characters kept for a reader that has stopped reading; urgent lines have as many again. */
const MOST_UNREAD = 1_048_576;
/** How long a stop waits for such a reader. */
const PATIENCE_MS = 1_000;

export function logOutput(out: Writable, { onResumed }: Options): LogOutput {
  let waiting = { text: '', lines: 0 };
  let timer: NodeJS.Timeout | null = null;
  let dropped = 0;
  let reported = 0;

  const push = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waiting.lines === 0) return;
    const { text, lines } = waiting;
    waiting = { text: '', lines: 0 };
    out.write(text, (error) => {
      if (error) dropped += lines;
      else reportDropped();
    });
  };
  const reportDropped = () => {
    if (dropped === reported || out.writableLength > 0) return;
    const lines = dropped - reported;
    reported = dropped;
    onResumed(lines);
  };
  // A reader that is gone does not end the service.
  out.on('error', () => {});

  return {
    write: (line, isUrgent) => {
      const unread = out.writableLength + waiting.text.length + line.length;
      if (unread > (isUrgent ? 2 * MOST_UNREAD : MOST_UNREAD)) {
        dropped += 1;
        return;
      }
      waiting.text += line;
      waiting.lines += 1;
      if (isUrgent || waiting.text.length >= CHUNK) push();
      else timer ??= setTimeout(push, DELAY_MS);
    },
    push,
    flush: async () => {
      push();
      const written = new Promise<void>((resolve) => out.write('', () => resolve()));
      await Promise.race([written, pause(PATIENCE_MS)]);
    },
    dropped: () => dropped,
  };
}
