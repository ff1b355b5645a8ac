import { z } from 'zod';
import type { JsonObject } from '../../core/input/json.ts';
import { rowIdOf } from '../../kit/rest/parameters.ts';
import { maskedSecret } from '../webhooks/secret.ts';
import { configText } from './config-fields.ts';

export const INTERNAL = { requires: 'INTERNAL' } as const;
export const NO_SUCH_USER = { description: 'The user does not exist: `Unknown user`.' };
/** The tag of what the platform's services read and write. */
export const PLATFORM_TAG = 'Platform';

/** The number of a user in a path. What is no number names no user, as the platform's services expect. */
export function userNumber() {
  return z
    .string()
    .transform((text) => rowIdOf(text) ?? 0n)
    .meta({
      description: 'The id of the user.',
      param: { example: 1 },
      override: { type: 'integer', format: 'int64', minimum: 1 },
    });
}

/** A secret of a setting: whether it is set, and enough of it to recognise it. */
export function masked(config: JsonObject, name: string) {
  const secret = configText(config, name);
  return { isSet: secret !== null, text: maskedSecret(secret) };
}
