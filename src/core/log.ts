import { type LevelWithSilent, type Logger, pino } from 'pino';
import { type LogOutput, logOutput } from './log-output.ts';

/** What a key looks like in a header, wherever an object with headers may come to be logged. */
const SECRETS = [
  'headers["x-api-key"]',
  'headers["x-admin-api-key"]',
  'headers["x-internal-secret"]',
  'headers.authorization',
  'headers.cookie',
];

/** As in the lines. */
const WARN = 40;

/** Lines of JSON on the standard output, each written at once. */
export function createLogger(level: LevelWithSilent): Logger {
  return pino(optionsOf(level));
}

export type BufferedLog = Pick<LogOutput, 'push' | 'flush' | 'dropped'> & { readonly log: Logger };

/** The same for many lines: those below `warn` wait for each other, and none for whoever reads them. */
export function createBufferedLog(level: LevelWithSilent): BufferedLog {
  const { write, ...output } = logOutput(process.stdout, {
    onResumed: (lines) => log.warn({ lines }, 'lines of the log were dropped: nobody read them'),
  });
  const destination = {
    [pino.symbols.needsMetadataGsym]: true as const,
    lastLevel: 0,
    write(line: string) {
      write(line, this.lastLevel >= WARN);
    },
  };
  const log: Logger = pino(optionsOf(level), destination);
  return { log, ...output };
}

function optionsOf(level: LevelWithSilent) {
  return {
    level,
    base: null,
    redact: { paths: SECRETS, censor: '[secret]' },
    timestamp,
  };
}

let last = 0;
let text = '';

/** The time in ISO 8601, which takes a good part of a line to write: made once a millisecond. */
function timestamp(): string {
  const now = Date.now();
  if (now !== last) text = `,"time":"${new Date(now).toISOString()}"`;
  last = now;
  return text;
}
