import type { App } from '../core/app.ts';
import type { BackgroundJobs } from '../core/background-job.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Notices } from '../core/notices.ts';
import type { Breaker } from '../data/connection/breaker.ts';
import type { PlainDatabase } from '../data/database.ts';
import type { MadeByMigrations } from '../data/migrations/expected-objects.ts';
import type { VerifierOptions } from '../security/authentication/user-key.ts';
import type { Vault } from '../security/vault/data-keys.ts';
import type { LoaderMakers } from './graphql/loaders.ts';
import type { NodeKind } from './graphql/node-queries.ts';
import type { Route } from './rest/route.ts';

/**
 * What a domain adds to the service: the `index.ts` of its folder says it, and nothing else has to be
 * changed but the list in `domains.ts`. Its GraphQL types are added by importing the files that build them.
 * No two domains may use the same name for the same kind of thing.
 */
export type Domain = {
  /** That of its folder. */
  readonly name: string;
  /** Its own parts of `App`, by their names there. */
  readonly parts?: PartMakers;
  readonly loaders?: LoaderMakers;
  /** What `node` and `nodes` find. */
  readonly nodes?: readonly NodeKind[];
  /** In the order of the documentation. */
  readonly routes?: readonly Route[];
  readonly jobs?: (from: JobSource) => BackgroundJobs;
  /** Registers what it measures of itself. */
  readonly metrics?: (metrics: Metrics, app: App) => void;
  /** What `/health/ready` shows of it. */
  readonly notices?: (app: App) => Notices;
  /** When the service stops, before the port is closed: ends its streams, and logs what will not end in time. */
  readonly close?: (app: App) => Promise<void>;
};

type JobSource = {
  readonly app: App;
  /** Connections of the background's own: it takes none from requests. */
  readonly side: PlainDatabase;
};

/** How the parts of a domain are made, each once for each process. */
export type PartMakers = Readonly<Record<string, (from: PartSource) => unknown>>;

export type PartsOf<Makers extends PartMakers> = {
  readonly [Name in keyof Makers]: ReturnType<Makers[Name]>;
};

/**
 * The parts of all domains: each adds its own in its `index.ts` with
 * `interface DomainParts extends PartsOf<typeof parts> {}`. `createApp` does not compile while one is missing.
 */
// biome-ignore lint/suspicious/noEmptyInterface: domains add to it
export interface DomainParts {}

/** What parts are made of. A domain that needs something of its own from the options adds it here. */
export interface PartSource extends Pick<App, 'config' | 'clock' | 'log'> {
  readonly side: PlainDatabase;
  /** For keys that come with requests. */
  readonly keys: PlainDatabase;
  readonly verifier: VerifierOptions;
  readonly vault: Vault;
  readonly breaker: Breaker;
  /** Of the server itself, past a pooler. */
  readonly directUrl: string;
  /** The names of those of this program. */
  readonly migrations: readonly string[];
  /** What these made. */
  readonly made: MadeByMigrations;
  readonly notices: () => Notices;
}
