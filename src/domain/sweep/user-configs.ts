import sql from 'sql-template-tag';
import { isJsonObject } from '../../core/input/json.ts';
import { CONFIG_KEYS, configsInData } from '../platform/configs-in-data.ts';
import { sealConfig } from '../platform/sealed-config.ts';
import { configPlace } from '../platform/user-configs.ts';
import type { Sweep, SweepStep, Swept } from './sweeps.ts';

// An import by an earlier version left what users set for the platform's services in their data.

const ROWS_AT_ONCE = 500;

export const userConfigSweep: Sweep = {
  name: 'users.data configs',
  what: "calendars, models, transcription services and git workspaces were moved out of the users' data, and encrypted",
  batch,
};

async function batch(step: SweepStep, after: string | null): Promise<Swept> {
  const from = after ?? '0';
  const [range] = await step.rows<{ readonly upTo: bigint | null }>(sql`
    select max(id) as "upTo" from (
      select t.id from users t where t.id > ${from}::bigint order by t.id limit ${ROWS_AT_ONCE}) part`);
  const upTo = range?.upTo ?? null;
  if (upTo === null) return null;
  const found = await step.rows<{ readonly id: bigint; readonly data: unknown }>(sql`
    select t.id, t.data from users t
    where t.id > ${from}::bigint and t.id <= ${upTo} and jsonb_typeof(t.data) = 'object'
      and t.data ?| ${CONFIG_KEYS}::text[]
    order by t.id for no key update`);
  for (const { id, data } of found) await move(step, id, data);
  return { after: String(upTo), changed: found.length };
}

async function move({ rows, vault }: SweepStep, id: bigint, data: unknown): Promise<void> {
  const configs = isJsonObject(data) ? configsInData(data, id) : [];
  for (const [name, config] of configs) {
    const sealed = sealConfig({ vault }, config, configPlace(name, id));
    // What was set since is newer.
    await rows(sql`
      insert into user_configs (user_id, name, sealed)
      select u.id, ${name}, ${sealed} from users u where u.id = ${id} and u.deleted_at is null
      on conflict (user_id, name) do nothing`);
  }
  await rows(sql`update users set data = data - ${CONFIG_KEYS}::text[] where id = ${id}`);
}
