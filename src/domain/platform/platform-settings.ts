import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { ownValue } from '../../core/own-value.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { MODEL_FIELDS, TRANSCRIPTION_FIELDS, withChange } from './config-fields.ts';
import { UnknownNameError } from './errors.ts';
import { openConfig, sealConfig } from './sealed-config.ts';
import { configSummary } from './user-configs.ts';

/** What the operator can set for all users, with the fields of each. */
const SETTING_FIELDS: Readonly<Record<string, readonly string[]>> = {
  diagnostics: ['capture_signal'],
  models: MODEL_FIELDS,
  setup: ['models', 'transcription', 'completed'],
  transcription: TRANSCRIPTION_FIELDS,
};

/** @throws UnknownNameError */
function fieldsOf(key: string): readonly string[] {
  const fields = ownValue(SETTING_FIELDS, key);
  if (fields !== undefined) return fields;
  const known = Object.keys(SETTING_FIELDS).map((name) => `'${name}'`);
  throw new UnknownNameError(`Unknown setting key. Known: [${known.join(', ')}]`);
}

/** Of these settings, those that are set. @throws UnknownNameError */
export async function readPlatformSettings(
  app: App,
  keys: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  for (const key of keys) fieldsOf(key);
  const found = await app.db.prisma.platformSetting.findMany({ where: { key: { in: [...keys] } } });
  return new Map(found.map(({ key, sealed }) => [key, openConfig(app, sealed, placeOf(key))]));
}

type Given = { readonly key: string; readonly change: JsonObject };

/**
 * Changes the fields that are given. Other fields are ignored, as they always were.
 * @throws UnknownNameError, InvalidInputError
 */
export async function changePlatformSetting(
  app: App,
  caller: Caller,
  given: Given,
): Promise<JsonObject> {
  return await inTransaction(app, caller, async (unit) => {
    const before = await lockSetting(unit, given.key);
    return await writeSetting(unit, given, before ?? {});
  });
}

/**
 * Sets what an operator had set elsewhere, unless it is set here.
 * @returns whether it was set
 * @throws UnknownNameError, InvalidInputError
 */
export async function adoptPlatformSetting(
  app: App,
  caller: Caller,
  given: Given,
): Promise<boolean> {
  return await inTransaction(app, caller, async (unit) => {
    if ((await lockSetting(unit, given.key)) !== null) return false;
    await writeSetting(unit, given, {});
    return true;
  });
}

/** As it is; null if it is not set. */
async function lockSetting({ app, rows, prisma }: UnitOfWork, key: string) {
  fieldsOf(key);
  await rows(sql`select pg_advisory_xact_lock(${LOCK})`);
  const [stored] = await prisma.platformSetting.findMany({ where: { key } });
  return stored === undefined ? null : openConfig(app, stored.sealed, placeOf(key));
}

async function writeSetting(
  { app, caller, rows, prisma }: UnitOfWork,
  { key, change }: Given,
  before: JsonObject,
): Promise<JsonObject> {
  const fields = fieldsOf(key);
  const given = Object.entries(change).filter(([name]) => fields.includes(name));
  const after = withChange(before, Object.fromEntries(given));
  const sealed = sealConfig(app, after, placeOf(key));
  await prisma.platformSetting.upsert({
    where: { key },
    create: { key, sealed },
    update: { sealed },
  });
  const event = {
    action: 'PLATFORM_SETTING_SET',
    target: null,
    rows: sql`(select) as one`,
    id: sql`null`,
    before: sql`${configSummary(key, before)}::jsonb`,
    after: sql`${configSummary(key, after)}::jsonb`,
  } as const;
  await rows(auditEventSql(app, caller, event));
  return after;
}

/** Two that set the same setting for the first time find no row to wait for. */
const LOCK = 7_355_608_001;

function placeOf(key: string): string {
  return `platform_setting:${key}`;
}
