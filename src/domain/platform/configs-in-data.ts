import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import { calendarsIn, legacyCalendarId, storedCalendars } from './calendars.ts';
import { configText, MODEL_FIELDS, TRANSCRIPTION_FIELDS } from './config-fields.ts';
import type { UserConfigName } from './user-configs.ts';

// The platform itself keeps what users set for its services in their data.

/** The keys of a user's data that hold it. */
export const CONFIG_KEYS = [
  'calendar_connections',
  'calendar_ics_url',
  'calendar_auto_join',
  'calendar_bot_name',
  'model_prefs',
  'transcription_prefs',
  'workspace_git',
];

type Config = readonly [name: UserConfigName, config: JsonObject];

/** What is set, sorted by name. */
export function configsInData(data: JsonObject, userId: bigint): readonly Config[] {
  const all: readonly Config[] = [
    ['calendars', calendarsOf(data, userId)],
    ['models', textsOf(data['model_prefs'], MODEL_FIELDS)],
    ['transcription', textsOf(data['transcription_prefs'], TRANSCRIPTION_FIELDS)],
    ['workspace_git', textsOf(data['workspace_git'], ['repo', 'token', 'branch'])],
  ];
  return all.filter(([, config]) => Object.keys(config).length > 0);
}

/** A user of an earlier version has one calendar, which has no id of its own. */
function calendarsOf(data: JsonObject, userId: bigint): JsonObject {
  const bot_name = configText(data, 'calendar_bot_name');
  const url = configText(data, 'calendar_ics_url');
  const single = {
    id: legacyCalendarId(userId),
    ics_url: url,
    auto_join: data['calendar_auto_join'],
    bot_name,
  };
  const connections = data['calendar_connections'] ?? (url === null ? [] : [single]);
  return storedCalendars(calendarsIn({ connections, bot_name }));
}

function textsOf(value: unknown, fields: readonly string[]): JsonObject {
  if (!isJsonObject(value)) return {};
  const texts = fields.map((name) => [name, configText(value, name)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== null));
}
