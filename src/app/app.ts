import type { Logger } from 'pino';
import type { Documents } from '../api/graphql/documents.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { Together } from '../data/coalescing/read-coalescing.ts';
import type { Database } from '../data/database.ts';
import type { WriteTogether } from '../data/group-commit.ts';
import type { GatewayKey } from '../domain/gateway/verify.ts';
import type { Changes } from '../domain/live/changes.ts';
import type { UsageMeter } from '../domain/usage/meter.ts';
import type { TargetCheck } from '../domain/webhooks/check.ts';
import type { UserSecrets } from '../domain/webhooks/secret.ts';
import type { Refusals } from '../security/audit/refusals.ts';
import type { Sealer } from '../security/audit/seal.ts';
import type { VerifiedAdminKey } from '../security/authentication/admin-key.ts';
import type { KnownKeys } from '../security/authentication/known-keys.ts';
import type { OddKeys } from '../security/authentication/unknown-format.ts';
import type { UserKey } from '../security/authentication/user-key.ts';
import type { Peppers } from '../security/keys/peppers.ts';
import type { Limits } from '../security/limits/limits.ts';
import type { Vault } from '../security/vault/data-keys.ts';

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
