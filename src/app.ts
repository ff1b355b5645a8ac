import type { Logger } from 'pino';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import type { Database } from './database/database.ts';
import type { Changes } from './live/changes.ts';
import type { VerifyKey } from './token/verify.ts';

/** What every part of the service may use: no globals, one of each per process. */
export type App = {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
  /** Keyed into the digest of every API key. */
  readonly pepper: string;
  readonly operatorKeys: OperatorKeys;
  readonly verifyKey: VerifyKey;
  /** What happens to meetings, in all processes. */
  readonly changes: Changes;
  /** Whether the database answers and has all migrations. */
  readonly isReady: () => Promise<ReadinessReport>;
};

export type OperatorKeys = { readonly admin: string | null; readonly analytics: string | null };

/** One entry per check; `ok` or what is wrong. */
export type ReadinessReport = {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
};
