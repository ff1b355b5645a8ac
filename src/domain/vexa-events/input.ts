import { z } from 'zod';
import { withoutOwnKeys } from '../../core/input/api-keys-in-text.ts';
import { findInexactIn } from '../../core/input/exact-json.ts';
import { INT32_MAX } from '../../core/input/integer.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonSize,
  jsonObject,
  sizeOf,
  sizeProblem,
} from '../../core/input/json.ts';
import { keyLine, refuse } from '../../core/input/rules.ts';
import { readSourceTimestamp } from '../vexa-import/source/timestamp.ts';
import { tidyText } from './texts.ts';

// The form in which Vexa 0.12 sends its operator callback (`webhook.v1`). Other fields are ignored.

/** It is not stored in this form. */
const identifier = keyLine({ max: 255 }).refine((value) => value.trim() !== '', {
  message: 'must not be empty',
  params: { type: 'value_error' },
});

/** Without a zone it is UTC, as the platform writes it. */
const instant = z
  .string()
  .transform((text, context): Date => {
    const at = readSourceTimestamp(text);
    if (at !== null) return new Date(at);
    refuse(context, text, 'Input should be a valid datetime', { type: 'datetime_parsing' });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'date-time' } });

/** The platform sends an event that is refused again and again: a key in it is taken out. */
const word = keyLine({ max: 100 }).transform(withoutOwnKeys);
/** Blank is none. */
const wordOrNone = word.nullish().transform((value) => (value?.trim() ? value : null));
/** As far as the columns of the platform reach: numbers here are not pushed beyond it. */
const number = z.int().min(1).max(INT32_MAX);
/** The longest reason that is kept. */
export const MOST_REASON = 1_000;

const vexaMeeting = z.object({
  id: number.describe('The id of the meeting in Vexa.'),
  user_id: number.describe('The id of the user in Vexa.'),
  platform: word.describe('The platform.'),
  native_meeting_id: keyLine({ max: 255 })
    .transform(withoutOwnKeys)
    .nullish()
    .describe("The platform's own id of the call."),
  status: z.enum(['completed', 'failed']).describe('How it ended.'),
  completion_reason: wordOrNone.describe('Why it ended.'),
  failure_stage: wordOrNone.describe('The status in which it failed.'),
  start_time: instant.nullish().describe('When the bot was admitted.'),
  end_time: instant.nullish().describe('When it ended.'),
  created_at: instant.nullish().describe('When the bot was requested.'),
  data: z
    .unknown()
    .optional()
    .transform((value) => (isJsonObject(value) ? value : {}))
    .meta({ override: { type: 'object', additionalProperties: true } })
    .describe('The data of the meeting, with `status_transition`.'),
});
export type VexaMeeting = z.output<typeof vexaMeeting>;

/** Of another type than those that are recorded, nothing more is read. */
export const vexaEvent = z.object({
  event_id: identifier.describe('The id of the event: the same however often it is sent.'),
  event_type: identifier.describe('`meeting.completed` or `bot.failed`; others are ignored.'),
  data: jsonData().describe('The meeting, in `meeting`.'),
});

export const endedMeeting = z.object({
  data: z.object({
    meeting: vexaMeeting,
    status_change: z
      .unknown()
      .optional()
      .transform((value) => (isJsonObject(value) ? tidyText(value['reason'], MOST_REASON) : null)),
  }),
});

/** The types of events that end a meeting. */
export const RECORDED_EVENTS: readonly string[] = ['meeting.completed', 'bot.failed'];

function jsonData() {
  return z
    .unknown()
    .transform((value, context) => {
      if (isJsonObject(value)) return value;
      refuse(context, value, 'Input should be a valid dictionary', { type: 'dict_type' });
      return z.NEVER;
    })
    .meta({ override: { type: 'object', additionalProperties: true } });
}

type LightData = {
  readonly data: JsonObject;
  /** The names of what cannot be stored: numbers that would be rounded, texts with NUL, and what is too large. */
  readonly omitted: readonly string[];
};

/**
 * The data to store of a meeting that is not here yet. The platform sends an event that is refused again and again,
 * so what cannot be stored of its data is left out.
 */
export function lightData(data: JsonObject): LightData {
  const light: Record<string, unknown> = {};
  const omitted: string[] = [];
  let size: JsonSize = { bytes: 0, values: 0 };
  for (const [name, value] of Object.entries(data)) {
    if (HEAVY.includes(name)) continue;
    const own = { [name]: value };
    const after = findInexactIn(data, name) === null && isStorable(own) ? added(size, own) : null;
    if (after === null) omitted.push(name);
    else {
      size = after;
      light[name] = value;
    }
  }
  return { data: light, omitted };
}

function isStorable(value: JsonObject): boolean {
  return jsonObject.safeParse(value).success;
}

/** Null where that is too much together. */
function added(size: JsonSize, more: JsonObject): JsonSize | null {
  const { bytes, values } = sizeOf(more);
  const sum = { bytes: size.bytes + bytes, values: size.values + values };
  return sizeProblem(sum) === null ? sum : null;
}

/** They are large, or are read from elsewhere. An import brings them. */
const HEAVY = [
  'status_transition',
  'speaker_events',
  'bot_logs',
  'recordings',
  'chat_messages',
  'error_details',
  'last_error',
];
