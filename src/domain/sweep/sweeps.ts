import type { Logger } from 'pino';
import sql from 'sql-template-tag';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import type { UserSecrets } from '../webhooks/secret.ts';
import { importedStates, requestDigests } from './digests.ts';
import { meetingSecrets, transitionSecrets, userSecretSweep } from './secrets.ts';
import { userConfigSweep } from './user-configs.ts';

// What an earlier version left readable in the database is sealed, keyed or left out: once, in small
// batches, while the service runs. A killed process goes on where the last batch ended.

export type SweepStep = {
  readonly rows: Rows;
  readonly vault: Vault;
  readonly secrets: UserSecrets;
};

/** The last row looked at, and how many were changed; null when there were none left. */
export type Swept = {
  readonly after: string;
  readonly changed: number;
  /** The ids of rows that could not be read, and stay as they are. */
  readonly unread?: readonly string[];
} | null;

export type Sweep = {
  readonly name: string;
  /** What was done to the rows that were changed. */
  readonly what: string;
  /** One batch, in the transaction in which its end is recorded. */
  readonly batch: (step: SweepStep, after: string | null) => Promise<Swept>;
};

const SWEEPS: readonly Sweep[] = [
  userSecretSweep,
  meetingSecrets,
  transitionSecrets,
  requestDigests,
  importedStates,
  userConfigSweep,
];

/** As long as it may keep other work in the background waiting. */
const ROUND_MS = 200;

type Options = {
  readonly db: PlainDatabase;
  readonly vault: Vault;
  readonly secrets: UserSecrets;
  readonly log: Logger;
};

/** Does some of what is left at each call, and nothing once all is done. */
export function sweeper({ db, log, ...parts }: Options): () => Promise<void> {
  const left = [...SWEEPS];

  /** @returns false when another process is at it */
  async function advance(sweep: Sweep): Promise<boolean> {
    const ended = await db.transaction((rows, prisma) =>
      sweepSome(sweep, { rows, prisma, ...parts }),
    );
    if (ended === 'ELSEWHERE') return false;
    if ('unread' in ended) {
      sayUnread(sweep, ended.unread);
      return true;
    }
    left.shift();
    if (ended.changed > 0n)
      log.warn({ sweep: sweep.name, rows: String(ended.changed) }, `${sweep.what}; ${BACKUPS}`);
    return true;
  }

  function sayUnread({ name }: Sweep, ids: readonly string[]): void {
    if (ids.length > 0) log.error({ sweep: name, rows: String(ids.length), ids }, UNREAD);
  }

  return async () => {
    const until = performance.now() + ROUND_MS;
    while (left[0] !== undefined && performance.now() < until) {
      if (!(await advance(left[0]))) return;
    }
  };
}

const BACKUPS = 'older backups still contain them';

const UNREAD =
  'rows were set aside: their data could not be read and may still hold webhook secrets';

type Progress = { readonly after: string | null; readonly isDone: boolean; readonly now: Date };
type Ended = 'ELSEWHERE' | { readonly unread: readonly string[] } | { readonly changed: bigint };

type Sweeping = SweepStep & Pick<PlainDatabase, 'prisma'>;

async function sweepSome({ name, batch }: Sweep, step: Sweeping): Promise<Ended> {
  const { rows, prisma } = step;
  const where = { name };
  await prisma.sweep.createMany({ data: where, skipDuplicates: true });
  const [progress] = await rows<Progress>(sql`
    select after, finished_at is not null as "isDone", now() as now from sweeps
    where name = ${name} for no key update skip locked`);
  if (progress === undefined) return 'ELSEWHERE';
  // Told of by the process that ended it.
  if (progress.isDone) return { changed: 0n };
  const swept = await batch(step, progress.after);
  if (swept !== null) {
    const { after, changed } = swept;
    await prisma.sweep.updateMany({ where, data: { after, changed: { increment: changed } } });
    return { unread: swept.unread ?? [] };
  }
  const [ended] = await prisma.sweep.updateManyAndReturn({
    where,
    data: { finishedAt: progress.now },
    select: { changed: true },
  });
  return ended ?? { changed: 0n };
}
