import type { App } from '../../core/app.ts';
import type { Caller } from '../../security/callers/caller.ts';
import type { RequestCost } from './cost-meter.ts';
import type { Loaders } from './loaders.ts';

export type Context = Caller & {
  readonly app: App;
  readonly loaders: Loaders;
  /** For a stream, of which what one event has read is old at the next. */
  readonly createLoaders: (app: App) => Loaders;
  readonly cost: RequestCost;
};
