import type { Logger } from 'pino';
import type { VerifiedAdminKey } from './admin-key/verify.ts';
import type { Refusals } from './audit/refusals.ts';
import type { Sealer } from './audit/seal.ts';
import type { KnownKeys } from './auth/known-keys.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import type { Database } from './database/database.ts';
import type { Together } from './database/together.ts';
import type { WriteTogether } from './database/write-together.ts';
import type { GatewayKey } from './gateway/verify.ts';
import type { Documents } from './graphql/documents.ts';
import type { Peppers } from './key/peppers.ts';
import type { Limits } from './limits/limits.ts';
import type { Changes } from './live/changes.ts';
import type { OddKeys } from './token/odd-form.ts';
import type { UserKey } from './token/verify.ts';
import type { UsageMeter } from './usage/meter.ts';
import type { Vault } from './vault/data-keys.ts';
import type { TargetCheck } from './webhook/check.ts';
import type { UserSecrets } from './webhook/secret.ts';

/** What every part of the service may use: no globals, one of each per process. */
export type App = {
  readonly config: Config;
  readonly db: Database;
  readonly together: Together;
  readonly writeTogether: WriteTogether;
  readonly clock: Clock;
  readonly log: Logger;
  /** Keyed into the digest of every key. */
  readonly peppers: Peppers;
  /** What has to outlive the pepper is kept under a key of the installation's own. */
  readonly vault: Vault;
  /** Those that users' events are signed with. */
  readonly secrets: UserSecrets;
  readonly operatorKeys: OperatorKeys<Buffer>;
  /** The live key of a user with this text, or null. */
  readonly verifyKey: (text: string) => Promise<UserKey | null>;
  /** As `verifyKey`, with what a gateway wants to know. */
  readonly verifyForGateway: (text: string) => Promise<GatewayKey | null>;
  /** The living named admin key with this text, or null. */
  readonly verifyAdminKey: (text: string) => Promise<VerifiedAdminKey | null>;
  /** Whose key a refused text is, whether it works or not: for the audit log alone. */
  readonly knownKeys: KnownKeys;
  /** Whether events may be sent to an address, which asks the world outside. */
  readonly checkTarget: TargetCheck;
  readonly limits: Limits;
  /** Those of GraphQL that clients send again and again. */
  readonly documents: Documents;
  readonly oddKeys: OddKeys;
  readonly usage: UsageMeter;
  readonly refusals: Refusals;
  readonly sealer: Sealer;
  /** What happens to meetings, in all processes. */
  readonly changes: Changes;
  /** Whether the database answers and has all migrations. */
  readonly isReady: () => Promise<ReadinessReport>;
};

/** Those of the environment, as texts or digests; there may be named ones beside them. */
export type OperatorKeys<Key = string> = {
  readonly admin: readonly Key[];
  readonly analytics: readonly Key[];
};

/** One entry per check; `ok` or what is wrong. */
export type ReadinessReport = {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
};
