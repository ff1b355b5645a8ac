import sql from 'sql-template-tag';
import type { ImportRun } from '../run/run.ts';
import type { Id } from '../source/batches.ts';
import type { InBatch } from '../stage/session.ts';
import { emptyTally, type Note, note, noteMany } from '../stage/tally.ts';
import type { Move } from './user-numbers.ts';

const NAMES = { user: 'users', token: 'keys', meeting: 'meetings' } as const;

type Renumbered = {
  readonly kind: keyof typeof NAMES;
  readonly count: number;
  readonly examples: readonly Id[];
};

/** What an operator should know of the numbers. */
export async function numberNotes(
  { ledger, accepts }: Pick<ImportRun, 'ledger' | 'accepts'>,
  inBatch: InBatch,
  moves: readonly Move[],
): Promise<readonly Note[]> {
  const tally = emptyTally();
  const moved = moves.map(({ from, to }) => `${to} (was ${from})`);
  note(tally, 'users', 'existed here without keys and meetings, and got their number there', moved);
  if (accepts.newNumbers) return tally.notes;
  const found = await inBatch((rows) =>
    rows<Renumbered>(sql`
      select r.kind, count(*)::int as count,
        (array_agg(r.foreign_id::text || ' (' || r.local_id || ' here)' order by r.foreign_id))[1:10] as examples
      from ${ledger.entries} r
      where r.source_id = ${ledger.sourceId} and r.kind in ('user', 'token', 'meeting')
        and r.foreign_id <> r.local_id
      group by r.kind order by r.kind desc`),
  );
  const text =
    'have another number here since an earlier import: keep no other service of this Vexa installation in use';
  for (const { kind, count, examples } of found)
    noteMany(tally, { table: NAMES[kind], text, count, examples });
  return tally.notes;
}
