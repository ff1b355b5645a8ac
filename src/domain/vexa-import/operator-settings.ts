import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { InvalidInputError } from '../../core/errors.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { onHost } from '../../security/callers/caller.ts';
import { UnknownNameError } from '../platform/errors.ts';
import { adoptPlatformSetting } from '../platform/platform-settings.ts';
import type { Shape } from './source/shape.ts';
import type { QuerySource } from './source/source.ts';
import type { Note } from './stage/tally.ts';

// What the operator of a Vexa installation set for all users: models, transcription service and the
// like. Without it, its services would do nothing for users who have not set their own.

const CALLER = onHost('latchkey import');
const TABLE = 'platform_settings';

export type OperatorSetting = { readonly key: string; readonly value: unknown };

export async function readOperatorSettings(
  ask: QuerySource,
  { columns }: Shape,
): Promise<readonly OperatorSetting[]> {
  if (!columns.has(TABLE)) return [];
  return await ask<OperatorSetting>(
    sql`select t.key, t.value from platform_settings t order by t.key limit 100`,
  );
}

/** Takes over what is not set here. What is set here stays, whatever changes there. */
export async function takeOperatorSettings(
  app: App,
  settings: readonly OperatorSetting[],
): Promise<readonly Note[]> {
  const taken: string[] = [];
  const refused: string[] = [];
  for (const { key, value } of settings.filter(hasValue)) {
    const outcome = await take(app, key, value);
    if (outcome === 'TAKEN') taken.push(key);
    if (outcome === 'REFUSED') refused.push(key);
  }
  return notesOf({ 'are imported, and stored encrypted': taken, [REFUSED]: refused });
}

/** In a rehearsal: what would be looked at. */
export function namedOperatorSettings(settings: readonly OperatorSetting[]): readonly Note[] {
  const keys = settings.filter(hasValue).map(({ key }) => key);
  return notesOf({ 'are imported unless they are set here': keys });
}

const REFUSED = 'are not imported: this service has no such setting, or their value is not valid';

function hasValue({ value }: OperatorSetting): boolean {
  return !isJsonObject(value) || Object.keys(value).length > 0;
}

async function take(
  app: App,
  key: string,
  value: unknown,
): Promise<'TAKEN' | 'SET HERE' | 'REFUSED'> {
  if (!isJsonObject(value)) return 'REFUSED';
  try {
    const isSet = await adoptPlatformSetting(app, CALLER, { key, change: value });
    return isSet ? 'TAKEN' : 'SET HERE';
  } catch (error) {
    if (error instanceof UnknownNameError || error instanceof InvalidInputError) return 'REFUSED';
    throw error;
  }
}

function notesOf(texts: Readonly<Record<string, readonly string[]>>): readonly Note[] {
  return Object.entries(texts).flatMap(([text, keys]) =>
    keys.length === 0 ? [] : [{ table: TABLE, text, count: keys.length, examples: keys }],
  );
}
