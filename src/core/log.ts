import { type LevelWithSilent, type Logger, pino } from 'pino';

/** What a key looks like in a header, wherever an object with headers may come to be logged. */
const SECRETS = [
  'headers["x-api-key"]',
  'headers["x-admin-api-key"]',
  'headers["x-internal-secret"]',
  'headers.authorization',
  'headers.cookie',
];

/** Lines of JSON on the standard output. */
export function createLogger(level: LevelWithSilent): Logger {
  return pino({
    level,
    base: null,
    redact: { paths: SECRETS, censor: '[secret]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}
