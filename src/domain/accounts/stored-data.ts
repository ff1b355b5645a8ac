import { isJsonObject, type JsonObject, sizeOf } from '../../core/input/json.ts';
import { mergeError, mergeProblem } from '../../core/input/merged-data.ts';

/** These have limits of their own, and replace themselves: setting a webhook never fails for want of space. */
const OWN_LIMITS = ['webhook_url', 'webhook_events'];

/**
 * Checks a user's data as it would be stored. To be called before the change is committed.
 * @throws InvalidInputError
 */
export function checkStoredData(merged: unknown, before: unknown): void {
  const problem = mergeProblem(sizeOf(counted(merged)), sizeOf(counted(before)));
  if (problem !== null) throw mergeError(problem, ['data']);
}

function counted(data: unknown): JsonObject {
  if (!isJsonObject(data)) return {};
  return Object.fromEntries(Object.entries(data).filter(([key]) => !OWN_LIMITS.includes(key)));
}
