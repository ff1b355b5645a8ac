import { z } from 'zod';
import { holdsApiKey } from '../../core/input/api-keys-in-text.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { KEY_PROBLEM, keyLine, refuse, text, webUrl } from '../../core/input/rules.ts';
import { textProblem } from '../../core/input/text.ts';

const MAX_EVENTS = 50;
const MAX_EVENT_NAME = 100;

export type WebhookEvents = Readonly<Record<string, boolean>>;

/** Which events are wanted, by name. */
const events = z
  .unknown()
  .transform((value, context): WebhookEvents => {
    if (!isJsonObject(value)) {
      refuse(context, value, 'Input should be a valid dictionary', { type: 'dict_type' });
      return z.NEVER;
    }
    const entries = Object.entries(value);
    const problem =
      entries.length > MAX_EVENTS
        ? `must name at most ${MAX_EVENTS} events`
        : entryProblem(entries);
    if (problem !== null) refuse(context, value, problem, { type: 'value_error' });
    return value as WebhookEvents;
  })
  .meta({ override: { type: 'object', additionalProperties: { type: 'boolean' } } });

function entryProblem(entries: readonly (readonly [string, unknown])[]): string | null {
  for (const [name, wanted] of entries) {
    if (name === '' || name.length > MAX_EVENT_NAME || textProblem(name) !== null)
      return `must have names of 1 to ${MAX_EVENT_NAME} characters`;
    if (holdsApiKey(name)) return `${KEY_PROBLEM} (in a name)`;
    if (name === '__proto__') return 'must not contain the key "__proto__"';
    if (typeof wanted !== 'boolean') return `must be true or false for "${name}"`;
  }
  return null;
}

const url = webUrl();

export const webhookRules = {
  url,
  /** An empty text is none: so the platform's dashboard takes a webhook away. */
  urlOrNone: z
    .literal('')
    .transform(() => null)
    .or(url),
  /** Blank is none. */
  secret: text({ max: 512 })
    .transform((value) => value.trim())
    .pipe(keyLine({ max: 512 })),
  events,
} as const;

/** What is absent stays; null removes. The address is always said. */
export type WebhookInput = {
  readonly url: string | null;
  readonly secret?: string | null | undefined;
  readonly events?: WebhookEvents | null | undefined;
};

export const webhookInput = z.object({
  url: webhookRules.url,
  secret: webhookRules.secret.nullish(),
  events: webhookRules.events.nullish(),
});
