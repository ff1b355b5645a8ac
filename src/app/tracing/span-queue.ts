import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { FinishedSpan } from './encode.ts';

/** Spans on their way to the collector. Nobody waits for it: what it does not take in time is dropped. */
export type SpanQueue = {
  /** All spans of one request; if there is no room for all, they are dropped. */
  readonly add: (spans: readonly FinishedSpan[]) => void;
  /** How many spans were dropped. */
  readonly dropped: () => number;
  readonly stop: () => Promise<void>;
};

type Exporter = {
  readonly export: (spans: FinishedSpan[], done: (result: ExportResult) => void) => void;
};
type ExportResult = { readonly code: number; readonly error?: Error };

const MOST_WAITING = 8_192;
/** To encode as many takes a millisecond or two, in which nothing else runs. */
const BATCH = 256;
const DELAY_MS = 1_000;
/** How long a stop waits for the collector. */
const PATIENCE_MS = 1_000;

export function spanQueue(exporter: Exporter, log: Logger): SpanQueue {
  let waiting: FinishedSpan[] = [];
  let dropped = 0;
  let sending: Promise<void> | null = null;
  let isFailing = false;
  let isFull = false;
  /** What the collector has not taken yet. */
  let underWay = 0;
  let timer: NodeJS.Timeout | null = null;

  const send = async () => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      waiting = waiting.slice(BATCH);
      underWay = batch.length;
      const error = await exported(exporter, batch);
      if (error !== undefined) dropped += batch.length;
      underWay = 0;
      report(error);
    }
    isFull = false;
  };
  /** One batch at a time. */
  const push = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    sending ??= send().finally(() => {
      sending = null;
    });
    return sending;
  };
  const report = (error: Error | undefined) => {
    if (error !== undefined && !isFailing)
      log.warn({ err: error }, 'the collector does not take the traces; they are dropped');
    if (error === undefined && isFailing) log.info('the collector takes traces again');
    isFailing = error !== undefined;
  };

  return {
    add: (spans) => {
      if (waiting.length + spans.length > MOST_WAITING) {
        dropped += spans.length;
        if (!isFull && !isFailing)
          log.warn({ waiting: MOST_WAITING }, 'the collector is too slow: some spans are dropped');
        isFull = true;
        return;
      }
      waiting.push(...spans);
      if (waiting.length >= BATCH) void push();
      else timer ??= setTimeout(push, DELAY_MS).unref();
    },
    stop: async () => {
      await Promise.race([push(), pause(PATIENCE_MS)]);
      const spans = waiting.length + underWay;
      dropped += spans;
      waiting = [];
      // Nobody can read the metrics any more.
      if (spans > 0) log.warn({ spans }, 'the collector did not take these spans before the stop');
    },
    dropped: () => dropped,
  };
}

/** @returns why it failed */
function exported(exporter: Exporter, spans: FinishedSpan[]): Promise<Error | undefined> {
  return new Promise((resolve) => {
    exporter.export(spans, ({ code, error }) =>
      resolve(code === SUCCESS ? undefined : (error ?? new Error('unknown'))),
    );
  });
}

/** `ExportResultCode.SUCCESS`, of a package that is not loaded before it is needed. */
const SUCCESS = 0;
