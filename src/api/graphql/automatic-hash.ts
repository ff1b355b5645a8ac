import { isJsonObject } from '../../core/input/json.ts';

/** The hash of automatic persisted queries. Apollo's clients send the ids of a manifest in the same place. */
export function hashIn(
  extensions: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const persisted: unknown = extensions?.['persistedQuery'];
  if (!isJsonObject(persisted)) return undefined;
  const { sha256Hash } = persisted;
  return typeof sha256Hash === 'string' ? sha256Hash : undefined;
}
