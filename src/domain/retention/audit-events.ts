import { dropEvents, dueEvents } from '../audit/drop-events.ts';
import type { OldRows, RetentionStep, RetentionWork } from './work.ts';

export const auditEvents: RetentionWork = {
  remove: async (step, old) => {
    // What says which events are gone is in the chain before the next ones go.
    await step.sealer.sealWithin(step.rows);
    const found = await look(step, old);
    if (found === null) return null;
    const removed = await dropEvents(step, found);
    if (removed > 0) await step.sealer.sealWithin(step.rows);
    return batchOf(found, removed);
  },
  count: async (step, old) => {
    const found = await look(step, old);
    return found === null ? null : batchOf(found, found.due.length);
  },
};

function look({ rows, vault }: Pick<RetentionStep, 'rows' | 'vault'>, { before, after }: OldRows) {
  return dueEvents(rows, vault, { before, after: after === null ? null : BigInt(after) });
}

type Found = NonNullable<Awaited<ReturnType<typeof look>>>;

function batchOf({ through, held }: Found, removed: number) {
  return { after: String(through), removed, held: held.length, unfinished: 0 };
}
