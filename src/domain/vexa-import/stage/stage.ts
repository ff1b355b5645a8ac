import type { App } from '../../../core/app.ts';
import type { Rows } from '../../../data/database.ts';
import type { IdRange, Portion, Reader } from '../source/batches.ts';
import type { Ledger } from './ledger.ts';
import type { ImportTally, Table } from './tally.ts';

/** What an import takes over only where the operator says so. */
export type AcceptedRisks = {
  /** Keys whose text is easy to guess. */
  readonly weakKeys: boolean;
  /** What there is of users who are administrators here. */
  readonly admins: boolean;
  /** To delete here what is deleted there. */
  readonly deletions: boolean;
  /** Rows whose number is taken here, and users who have another one here. */
  readonly newNumbers: boolean;
};

/** What one batch may use: a transaction of ours, and where it says what it did. */
export type ImportContext = {
  readonly app: App;
  readonly rows: Rows;
  readonly ledger: Ledger;
  /** What the operator calls the database that is imported from. */
  readonly sourceName: string;
  /** A rehearsal decides the same, and writes nothing but its own ledger. */
  readonly dryRun: boolean;
  readonly accepts: AcceptedRisks;
  readonly tally: ImportTally;
};

/** One table's way over. A batch is taken over whole, together with the progress, or not at all. */
export type Stage<Batch> = {
  readonly table: Table;
  readonly from: Portion;
  /** Rows whose ids are kept here: the sequence must be beyond them before anything is written. */
  readonly into: 'users' | 'api_tokens' | 'meetings' | 'meeting_sessions' | null;
  readonly read: Reader<Batch>;
  readonly take: (step: ImportContext, batch: Batch, range: IdRange) => Promise<void>;
  /** Once everything was read, beyond `after`. */
  readonly finish?: (step: ImportContext, after: IdRange['after']) => Promise<void>;
};
