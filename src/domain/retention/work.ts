import type { Clock } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import type { Sealer } from '../../security/audit/seal.ts';
import type { Vault } from '../../security/vault/data-keys.ts';

export type RetentionStep = {
  readonly rows: Rows;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly sealer: Pick<Sealer, 'sealWithin'>;
};

/** Which rows: older than a date, and after the last one that was looked at. */
export type OldRows = { readonly before: Date; readonly after: string | null };

export type RetentionBatch = {
  /** The last row that was looked at. */
  readonly after: string | null;
  /** How many rows were deleted, or would be. */
  readonly removed: number;
  /** Rows that stay because of a legal hold. */
  readonly held: number;
  /** Rows that stay because their meeting is not over. */
  readonly unfinished: number;
};

export type RetentionWork = {
  /**
   * Deletes the next of these rows, in a transaction that sees legal holds; null when none are left. `LATER`:
   * somebody else has what it needs, for minutes perhaps.
   */
  readonly remove: (step: RetentionStep, old: OldRows) => Promise<RetentionBatch | 'LATER' | null>;
  /** The same, without deleting anything. */
  readonly count: (
    step: Pick<RetentionStep, 'rows' | 'vault'>,
    old: OldRows,
  ) => Promise<RetentionBatch | null>;
};
