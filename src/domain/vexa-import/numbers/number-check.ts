import type { App } from '../../../core/app.ts';
import { StartError } from '../../../core/start-error.ts';
import type { Extent, Id } from '../source/batches.ts';
import type { Shape } from '../source/shape.ts';
import type { Source } from '../source/source.ts';
import type { Ledger } from '../stage/ledger.ts';
import type { InBatch } from '../stage/session.ts';
import type { AcceptedRisks } from '../stage/stage.ts';
import { emptyTally, type Note } from '../stage/tally.ts';
import { checkRowNumbers } from './row-numbers.ts';
import { checkUserNumbers, type Move } from './user-numbers.ts';

// Vexa's services find users and meetings by number, in their own database. A number that belonged
// to one person there and to another here would show one the meetings of the other.

/** What a look at the numbers may use. It writes nothing. */
export type NumberContext = {
  readonly app: App;
  readonly source: Source;
  readonly shape: Shape;
  readonly extents: ReadonlyMap<string, Extent>;
  /** Up to which number each table's rows are the source's. */
  readonly highest: ReadonlyMap<string, Id>;
  readonly ledger: Ledger;
  readonly inBatch: InBatch;
  readonly accepts: AcceptedRisks;
};

export type NumberCheck = {
  /** Rows whose number belongs to another row here, by why. */
  readonly conflicts: readonly Note[];
  /** Users here who get the number that they have there. */
  readonly moves: readonly Move[];
};

/** Whose numbers are taken here, before a row is written. */
export async function checkForeignNumbers(context: NumberContext): Promise<NumberCheck> {
  if (context.accepts.newNumbers) return { conflicts: [], moves: [] };
  const tally = emptyTally();
  const moves = await checkUserNumbers(context, tally);
  await checkRowNumbers(context, tally);
  return { conflicts: tally.notes, moves };
}

/** Why an import with such conflicts does not begin; null if nothing stands in the way. */
export function refusalOf(conflicts: readonly Note[]): string | null {
  if (conflicts.length === 0) return null;
  const parts = conflicts.map(({ table, text, examples, count }) => {
    const more = count > examples.length ? `, … (${count} in all)` : '';
    return `${table} ${examples.join(', ')}${more} ${text}`;
  });
  return `${parts.join('; ')}. Vexa's other services find users and meetings by number, and would mix them up. Import into a new installation (another database, or another DATA_DIR) before users are created there. If no other service of this Vexa installation stays in use, --renumber imports these rows under new numbers.`;
}

/** @throws StartError unless every number is free, or belongs to the same row */
export function requireFreeNumbers({ conflicts, moves }: NumberCheck): readonly Move[] {
  const refusal = refusalOf(conflicts);
  if (refusal !== null)
    throw new StartError(`The import did not begin, and nothing was written: ${refusal}`);
  return moves;
}
