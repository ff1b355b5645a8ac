import type { App } from '../../core/app.ts';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';

// Settings are sealed as a whole: which of their fields are secrets need not be known here.

export function sealConfig(
  { vault }: Pick<App, 'vault'>,
  config: JsonObject,
  place: string,
): Uint8Array<ArrayBuffer> {
  return vault.box.seal(JSON.stringify(config), place);
}

/** What nobody can open any more, because its key is lost, counts as not set. */
export function openConfig(app: App, sealed: Uint8Array, place: string): JsonObject {
  try {
    const config: unknown = JSON.parse(app.vault.box.open(sealed, place));
    return isJsonObject(config) ? config : {};
  } catch (error) {
    warn(app, place, error);
    return {};
  }
}

const MOST_WARNED = 1_000;
const reported = new WeakMap<App['vault'], Set<string>>();

/** Once of each: the sweep asks for all of them every few minutes. */
function warn({ vault, log }: App, place: string, error: unknown): void {
  const places = reported.get(vault) ?? new Set();
  reported.set(vault, places);
  if (places.has(place) || places.size === MOST_WARNED) return;
  places.add(place);
  log.warn(
    { place, err: error },
    'a setting cannot be decrypted, so it counts as not set: provide the TOKEN_PEPPER that it was encrypted with, or set it again',
  );
}
