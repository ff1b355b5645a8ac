import type { App } from '../../core/app.ts';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import { type OnceEach, onceEach } from '../../core/once-each.ts';

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

const UNREADABLE =
  'a setting cannot be decrypted, so it counts as not set: provide the TOKEN_PEPPER that it was encrypted with, or set it again';
const warnings = new WeakMap<App['vault'], OnceEach>();

/** Once of each: the sweep asks for all of them every few minutes. */
function warn({ vault, log }: App, place: string, error: unknown): void {
  const own = warnings.get(vault) ?? onceEach(log, UNREADABLE);
  warnings.set(vault, own);
  own(place, { place, err: error });
}
