import type { JsonObject } from '../../core/input/json.ts';
import { textProblem } from '../../core/input/text.ts';
import { invalidConfig } from './errors.ts';

// The rules of the fields of settings, which are the same for a user's own and for the platform's.

export const MODEL_FIELDS = ['mode', 'model', 'meeting_model', 'base_url', 'api_key'] as const;
export const TRANSCRIPTION_FIELDS = ['url', 'token'] as const;

const MODES = ['custom', 'subscription'];
const ADDRESSES = ['base_url', 'url'];
const MAX_LENGTH = 2_048;

/**
 * A setting with a change applied: what is left out stays, what is empty or null is removed.
 * @throws InvalidInputError
 */
export function withChange(config: JsonObject, change: JsonObject): JsonObject {
  const next = new Map(Object.entries(config));
  for (const [name, value] of Object.entries(change)) {
    const kept = fieldText(name, value);
    if (kept === '') next.delete(name);
    else next.set(name, kept);
  }
  return Object.fromEntries(next);
}

function fieldText(name: string, value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string' || value.length > MAX_LENGTH)
    throw invalidConfig(name, `${name} must be a string under ${MAX_LENGTH} chars`);
  const problem = textProblem(value);
  if (problem !== null) throw invalidConfig(name, `${name} ${problem}`);
  const text = value.trim();
  if (text !== '' && name === 'mode' && !MODES.includes(text))
    throw invalidConfig(name, "mode must be one of ['custom', 'subscription']");
  if (text !== '' && ADDRESSES.includes(name) && !isWebAddress(text))
    throw invalidConfig(name, `${name} must be an http(s) URL`);
  return text;
}

export function isWebAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && ['http:', 'https:'].includes(url.protocol) && url.hostname !== '';
}

/** The user's own fields, and the platform's where the user has set none. */
export function effectiveFields(
  fields: readonly string[],
  own: JsonObject,
  platform: JsonObject,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    fields.flatMap((name) => {
      const value = configText(own, name) ?? configText(platform, name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** Null for what is empty, too. */
export function configText(config: JsonObject, name: string): string | null {
  const value = config[name];
  return typeof value === 'string' && value !== '' ? value : null;
}
