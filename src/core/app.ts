import type { Logger } from 'pino';
import type { Clock } from './clock.ts';

/**
 * What every part of the service may use: no globals, one of each per process.
 *
 * Only the clock and the log are listed here. Each layer, sub-folder and domain adds its own part with
 * `declare module '…/core/app.ts' { interface App { … } }` in the file that defines the part's type, so
 * that no layer has to import from one above it. `createApp` in src/app builds the whole; the compiler
 * refuses it while a part is missing. Code uses only parts of its own layer and of those below.
 */
export interface App {
  readonly clock: Clock;
  readonly log: Logger;
}
