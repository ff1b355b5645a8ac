import { isJsonObject, type JsonObject } from './json.ts';

/** Keys of a user's or meeting's data that no answer shows. */
const SECRET_KEYS: readonly (string | number)[] = ['webhook_secret'];

export function isSecretKey(key: string | number): boolean {
  return SECRET_KEYS.includes(key);
}

/** The free-form data as it may be shown. */
export function visibleData(data: unknown): JsonObject {
  if (!isJsonObject(data)) return {};
  if (!SECRET_KEYS.some((key) => Object.hasOwn(data, key))) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !isSecretKey(key)));
}
