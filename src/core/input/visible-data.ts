import { parseStored } from './exact-json.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { topNames } from './json-names.ts';
import { omitSecrets } from './omit-secrets.ts';
import { hintsOf, isHookOrSecret } from './secret-names.ts';

/**
 * The free-form data as it may be shown. No secret is kept in it; this is for rows that an earlier
 * version wrote, until they are cleared. Only what has a telling name at the top is looked into:
 * data is read much more often than it is written.
 */
export function visibleData(data: unknown): JsonObject {
  if (!isJsonObject(data)) return {};
  if (!Object.keys(data).some((name) => isHookOrSecret(hintsOf(name)))) return data;
  const visible = Object.entries(data).flatMap(([name, value]) =>
    isHookOrSecret(hintsOf(name))
      ? Object.entries(omitSecrets({ [name]: value }, 'HOOKS').data)
      : [[name, value]],
  );
  return Object.fromEntries(visible) as JsonObject;
}

/**
 * The same as JSON, of data as PostgreSQL writes it: numbers keep all digits. What has no telling name
 * at the top is not read.
 */
export function visibleJson(text: string | null): string {
  const names = topNames(text ?? '');
  if (text !== null && names?.every((name) => !isHookOrSecret(hintsOf(name)))) return text;
  return JSON.stringify(visibleData(parseStored(text ?? 'null')));
}
