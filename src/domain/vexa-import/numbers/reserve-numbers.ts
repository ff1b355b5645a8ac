import { STAGES } from '../run/run.ts';
import { reserveIds } from '../stage/new-ids.ts';
import { checkForeignNumbers, type NumberContext, requireFreeNumbers } from './number-check.ts';
import type { Move } from './user-numbers.ts';

/**
 * Keeps the numbers of the source for its rows. The first look writes nothing if it finds a conflict;
 * the second sees what was created here until the numbers were reserved.
 * @returns the users here who get the number that they have there
 * @throws StartError that names the numbers that are taken
 */
export async function reserveNumbers(
  context: NumberContext,
  signal?: AbortSignal,
): Promise<readonly Move[]> {
  requireFreeNumbers(await checkForeignNumbers(context));
  for (const { into } of STAGES) {
    if (into === null) continue;
    await reserveIds(context.app.db, into, context.highest.get(into) ?? '0', signal);
  }
  return requireFreeNumbers(await checkForeignNumbers(context));
}
