import sql from 'sql-template-tag';
import { isJsonObject } from '../../../core/input/json.ts';
import { configsInData } from '../../platform/configs-in-data.ts';
import { openConfig, sealConfig } from '../../platform/sealed-config.ts';
import { configPlace, type UserConfigName } from '../../platform/user-configs.ts';
import type { ImportContext } from '../stage/stage.ts';
import type { ImportedUser } from './user-rows.ts';
import type { ForeignUser } from './users.ts';

// What users set for the platform's services stands readable in their data there, with the addresses of
// calendars and the keys of models in it. Here it is sealed.

function configsOf({ id, platformConfigs }: ForeignUser) {
  const data: unknown = platformConfigs === null ? null : JSON.parse(platformConfigs);
  return isJsonObject(data) ? configsInData(data, BigInt(id)) : [];
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
      const place = configPlace(name as UserConfigName, BigInt(localId));
      return [name, openConfig(app, sealed, place)] as const;
    })
    .toSorted(([one], [other]) => Number(one > other) - Number(one < other));
  return JSON.stringify(Object.fromEntries(here)) !== JSON.stringify(there);
}

function recordsOf({ app }: ImportContext, { user, localId }: ImportedUser) {
  return configsOf(user).map(([name, config]) => {
    const sealed = sealConfig(app, config, configPlace(name, BigInt(localId)));
    return { localId, name, sealed: Buffer.from(sealed).toString('hex') };
  });
}
