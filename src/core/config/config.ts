import type { SettingInForce } from './in-force.ts';
import type { AllowedOrigins } from './origins.ts';
import type { PrivateTargets } from './private-targets.ts';
import type { ProviderConfig } from './providers.ts';
import type { Environment } from './settings.ts';
import type { TrustedProxies } from './trust-proxy.ts';

declare module '../app.ts' {
  interface App {
    readonly config: Config;
  }
}

/** What the operator decided. Read once, at start; nothing else looks at the environment. */
export type Config = {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** What all paths begin with, such as `/latchkey`; empty for none. */
  readonly basePath: string;
  /** Where browsers reach the service; null where people cannot sign in. */
  readonly publicOrigin: string | null;
  /** Absolute. */
  readonly dataDir: string;
  /** The files of the certificate and its key; null is no TLS. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Where metrics are served without a key; null is nowhere. */
  readonly metricsPort: number | null;
  readonly logLevel: Environment['LOG_LEVEL'];
  /** Whether requests that did not fail are logged. */
  readonly logRequests: boolean;
  /** Whether answers say what took their time. */
  readonly serverTiming: boolean;
  /** Where traces are sent, and which share of those that begin here; null is nowhere. */
  readonly tracing: { readonly endpoint: string; readonly share: number } | null;
  readonly database: {
    /** Null means the embedded one. */
    readonly url: string | null;
    /** Past the pooler that `url` leads to. */
    readonly directUrl: string | null;
    /** Of a streaming replica that answers reads; null is none. */
    readonly replicaUrl: string | null;
    readonly poolSize: number;
    readonly statementTimeoutMs: number;
  };
  readonly backup: {
    /** Absolute; null is no backups. */
    readonly dir: string | null;
    readonly everyMs: number;
    readonly keep: number;
  };
  readonly keys: {
    /** Any of them opens everything. */
    readonly admin: readonly string[];
    readonly analytics: readonly string[];
    readonly internal: readonly string[];
    /** Those that events of the platform are signed with. */
    readonly vexaEvents: readonly string[];
  };
  /** Whose tokens are accepted as well. */
  readonly providers: readonly ProviderConfig[];
  /** Whose numbers events of the platform use. */
  readonly vexaEventUsers: Environment['VEXA_EVENT_USERS'];
  /** Whether the platform's services may make the first administrator. */
  readonly firstAdminClaim: boolean;
  readonly token: {
    readonly prefix: string;
    readonly pepper: string | null;
    readonly previousPepper: string | null;
    readonly allowedScopes: readonly string[];
    /** Seconds; null is no limit. */
    readonly defaultLifetime: number | null;
    readonly maxLifetime: number | null;
    readonly maxPerUser: number | null;
  };
  /** A minute's; 0 is no limit. */
  readonly limits: {
    readonly perKey: number;
    readonly perAdminKey: number;
    readonly perInternal: number;
    readonly perAddress: number;
    readonly guesses: number;
    readonly store: Environment['RATE_LIMIT_STORE'];
  };
  readonly defaultMaxConcurrentBots: number;
  /** How many days refused requests stay in the audit log; 0 is for ever. */
  readonly auditRefusalsDays: number;
  /** After how many days rows of a kind are deleted; 0 is never. */
  readonly retention: {
    readonly segments: number;
    readonly meetings: number;
    readonly usage: number;
    readonly auditEvents: number;
  };
  /** Whether plain GraphQL requests are compiled and pass the library's HTTP layer by, and statements are shared. */
  readonly shortCuts: boolean;
  readonly trustProxy: TrustedProxies;
  /** Whose pages may call the service from a browser. */
  readonly origins: AllowedOrigins;
  /** Private places where webhooks may lead. */
  readonly privateTargets: PrivateTargets;
  readonly traffic: {
    /** 0 is no limit. */
    readonly connectionsPerAddress: number;
    readonly requestsAtOnce: number;
    /** How long an idle connection stays open. */
    readonly keepAliveMs: number;
    /** How long a stop goes on answering before the port closes. */
    readonly drainMs: number;
    readonly subscriptionsAtOnce: number;
  };
  /** The GraphQL documents that clients may send, or send by their ids. */
  readonly trustedDocuments: {
    readonly paths: readonly string[];
    readonly mode: Environment['TRUSTED_DOCUMENTS_MODE'];
  };
  /** How often a stream of events is heard at least. */
  readonly heartbeatMs: number;
  /** Whether browsers get GraphiQL. */
  readonly graphiql: boolean;
  /** What allows a start, but should not stay so: one line each, for the log. */
  readonly warnings: readonly string[];
  /** Every setting as it was given, for whoever asks; nothing is decided by it. */
  readonly settings: readonly SettingInForce[];
};
