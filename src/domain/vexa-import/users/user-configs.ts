import sql from 'sql-template-tag';
import { isJsonObject, type JsonObject } from '../../../core/input/json.ts';
import { calendarsIn, legacyCalendarId, storedCalendars } from '../../platform/calendars.ts';
import { MODEL_FIELDS, TRANSCRIPTION_FIELDS, textIn } from '../../platform/config-fields.ts';
import { openConfig, sealConfig } from '../../platform/sealed-config.ts';
import { placeOf, type UserConfigName } from '../../platform/user-configs.ts';
import type { ImportContext } from '../stage/stage.ts';
import type { ImportedUser } from './user-rows.ts';
import type { ForeignUser } from './users.ts';

// What users set for the platform's services stands readable in their data there, with the addresses of
// calendars and the keys of models in it. Here it is sealed.

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

function configsOf({ id, platformConfigs }: ForeignUser): readonly Config[] {
  if (platformConfigs === null) return [];
  const data: unknown = JSON.parse(platformConfigs);
  if (!isJsonObject(data)) return [];
  const all: readonly Config[] = [
    ['calendars', calendarsOf(data, BigInt(id))],
    ['models', textsOf(data['model_prefs'], MODEL_FIELDS)],
    ['transcription', textsOf(data['transcription_prefs'], TRANSCRIPTION_FIELDS)],
    ['workspace_git', textsOf(data['workspace_git'], ['repo', 'token', 'branch'])],
  ];
  return all.filter(([, config]) => Object.keys(config).length > 0);
}

/** A user of an earlier version has one calendar, which has no id of its own. */
function calendarsOf(data: JsonObject, userId: bigint): JsonObject {
  const bot_name = textIn(data, 'calendar_bot_name');
  const url = textIn(data, 'calendar_ics_url');
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
  const texts = fields.map((name) => [name, textIn(value, name)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== null));
}

/** Of users who are new, and of our own who have set none here. */
export async function addConfigs(
  step: ImportContext,
  placed: readonly ImportedUser[],
): Promise<void> {
  const records = placed.flatMap((one) => recordsOf(step, one));
  if (records.length === 0 || step.dryRun) return;
  await step.rows(sql`
    insert into user_configs (user_id, name, sealed)
    select u.id, x.name, decode(x.sealed, 'hex')
    from json_to_recordset(${JSON.stringify(records)}::json) as x("localId" bigint, name text, sealed text)
    join users u on u.id = x."localId" and u.deleted_at is null
    on conflict (user_id, name) do nothing`);
}

/** Of users whose row was replaced. Sealed bytes never look the same: what opens to the same stays. */
export async function replaceConfigs(
  step: ImportContext,
  placed: readonly ImportedUser[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  const ids = placed.map(({ localId }) => localId);
  const known = await step.rows<Stored>(sql`
    select c.user_id::text as id, c.name, c.sealed from user_configs c where c.user_id = any (${ids}::bigint[])`);
  const changed = placed.filter((one) => hasChanged(step, one, known));
  await step.rows(sql`
    delete from user_configs where user_id = any (${changed.map(({ localId }) => localId)}::bigint[])`);
  await addConfigs(step, changed);
}

type Stored = { readonly id: string; readonly name: string; readonly sealed: Uint8Array };

function hasChanged(
  { app }: ImportContext,
  { user, localId }: ImportedUser,
  known: readonly Stored[],
): boolean {
  const there = Object.fromEntries(configsOf(user));
  const here = known
    .filter(({ id }) => id === localId)
    .map(({ name, sealed }) => {
      const place = placeOf(name as UserConfigName, BigInt(localId));
      return [name, openConfig(app, sealed, place)] as const;
    })
    .toSorted(([one], [other]) => Number(one > other) - Number(one < other));
  return JSON.stringify(Object.fromEntries(here)) !== JSON.stringify(there);
}

function recordsOf({ app }: ImportContext, { user, localId }: ImportedUser) {
  return configsOf(user).map(([name, config]) => {
    const sealed = sealConfig(app, config, placeOf(name, BigInt(localId)));
    return { localId, name, sealed: Buffer.from(sealed).toString('hex') };
  });
}
