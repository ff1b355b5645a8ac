import { isJsonObject, type JsonObject } from './json.ts';

/** Keys of a user's or meeting's data that no answer shows. */
const SECRET_KEYS = ['webhook_secret'];

/** The free-form data as it may be shown. */
export function visibleData(data: unknown): JsonObject {
  if (!isJsonObject(data)) return {};
  if (!SECRET_KEYS.some((key) => key in data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !SECRET_KEYS.includes(key)));
}
