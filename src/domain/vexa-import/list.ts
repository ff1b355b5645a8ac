import type { App } from '../../core/app.ts';
import type { Progress } from './stage/progress.ts';
import { type ImportTally, type Note, TABLES } from './stage/tally.ts';

/** What is stored about the imports from one source. */
export type ImportState = {
  readonly name: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly progressAt: Date | null;
  readonly isFollowing: boolean;
  readonly counts: ImportTally['counts'] | null;
  readonly notes: readonly Note[];
};

/** Each source needs a name that an operator chose: few have more than one. */
const MOST_SOURCES = 100;

/** The sources that were imported from last, with the counts and notes of the last run of each. */
export async function listImports({ db }: App): Promise<ImportState[]> {
  const sources = await db.prisma.importSource.findMany({
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: MOST_SOURCES,
  });
  return sources.map(({ name, startedAt, finishedAt, progressAt, progress: stored, result }) => {
    const progress = stored as Progress | null;
    // An earlier version ended a run without a word of either: they are of the one before.
    const isOfBefore = finishedAt !== null && progressAt !== null && progressAt < finishedAt;
    const tally = progress?.tally ?? (isOfBefore ? null : (result as ImportTally | null));
    return {
      name,
      startedAt,
      finishedAt,
      progressAt: isOfBefore ? null : progressAt,
      isFollowing: progress?.isFollowing ?? false,
      counts: tally?.counts ?? null,
      notes: tally?.notes ?? [],
    };
  });
}

export type TableCounts = ImportTally['counts']['users'] & { readonly table: string };

/** A run that another version began may lack a table. */
export function tableCountsOf({ counts }: ImportState): TableCounts[] {
  if (counts === null) return [];
  return TABLES.filter((table) => table in counts).map((table) => ({ table, ...counts[table] }));
}
