import { dropEvents, dueEvents } from '../audit/drop-events.ts';
import { tryLockSealed } from '../audit/sealed-lock.ts';
import type { OldRows, RetentionStep, RetentionWork } from './work.ts';

export const auditRetention: RetentionWork = {
  remove: async (step, old) => {
    if (!(await tryLockSealed(step.rows))) return 'LATER';
    // What says which events are gone is in the chain before the next ones go.
    await step.sealer.sealWithin(step.rows);
    const found = await look(step, old, false);
    if (found === null) return null;
    if (await dropEvents(step, found)) await step.sealer.sealWithin(step.rows);
    return batchOf(found);
  },
  count: async (step, old) => {
    const found = await look(step, old, true);
    return found === null ? null : batchOf(found);
  },
};

type Read = Pick<RetentionStep, 'rows' | 'vault'>;

function look({ rows, vault }: Read, { before, after }: OldRows, isCount: boolean) {
  return dueEvents(rows, vault, { before, after: after === null ? null : BigInt(after), isCount });
}

type Found = NonNullable<Awaited<ReturnType<typeof look>>>;

function batchOf({ through, due, held }: Found) {
  return { after: String(through), removed: due.length, held: held.length, unfinished: 0 };
}
