import { isJsonObject, type JsonObject } from './json.ts';

/** Keys of a user's or meeting's data that no answer shows. */
const SECRET_KEYS: readonly unknown[] = ['webhook_secret'];

export function isSecretKey(key: unknown): boolean {
  return SECRET_KEYS.includes(key);
}

/** The free-form data as it may be shown. */
export function visibleData(data: unknown): JsonObject {
  if (!isJsonObject(data)) return {};
  const entries = Object.entries(data);
  const shown = entries.filter(([key]) => !isSecretKey(key));
  return shown.length === entries.length ? data : Object.fromEntries(shown);
}
