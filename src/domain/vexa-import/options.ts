import type { TableProgress } from './run/run.ts';
import type { Shape } from './source/shape.ts';
import type { AcceptedRisks } from './stage/stage.ts';
import type { ImportTally } from './stage/tally.ts';

export type ImportOptions = {
  /** The address of the Vexa database. Nothing is ever written there. */
  readonly from: string;
  /** Tells several databases apart; what came from each is remembered under it. */
  readonly name?: string;
  /** Decides everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Take keys over whose text is easy to guess. */
  readonly acceptWeakKeys?: boolean;
  /** Take over what belongs to users who are administrators here. */
  readonly mergeAdmins?: boolean;
  /** Import rows whose number is taken here under new numbers. */
  readonly renumber?: boolean;
  /** Delete here what was deleted there since an earlier import. */
  readonly followDeletions?: boolean;
  readonly onProgress?: (heard: TableProgress) => void;
  /** Ends the run after the batch under way. */
  readonly signal?: AbortSignal;
};

export type ImportReport = {
  readonly name: string;
  readonly form: Shape['form'];
  readonly dryRun: boolean;
  /** Whether it took up a run that had not ended; its counts are then among these. */
  readonly resumed: boolean;
  /** Whether it was told to end early. The next run goes on where it stopped. */
  readonly interrupted: boolean;
  /** Of a rehearsal: why the import would not begin; what follows is then what `renumber` would do. */
  readonly refusal: string | null;
  /** How many bots a user without a limit may run in the settings of this process. */
  readonly defaultMaxBots: number;
  readonly tally: ImportTally;
};

export function acceptedRisksOf({
  acceptWeakKeys = false,
  mergeAdmins = false,
  renumber = false,
  followDeletions = false,
}: ImportOptions): AcceptedRisks {
  return {
    weakKeys: acceptWeakKeys,
    admins: mergeAdmins,
    newNumbers: renumber,
    deletions: followDeletions,
  };
}
