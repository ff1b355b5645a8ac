import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { JsonObject } from '../../core/input/json.ts';
import type { Rows } from '../../data/database.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { unknownUser } from './errors.ts';
import { openConfig, sealConfig } from './sealed-config.ts';

/** What a user can set for the platform's services, each sealed as a whole. */
export type UserConfigName = 'calendars' | 'models' | 'transcription' | 'workspace_git';

/** A user as the platform's services ask for it. */
export type ConfigOwner = {
  readonly id: bigint;
  readonly isActive: boolean;
  readonly maxConcurrentBots: number | null;
  readonly data: unknown;
  /** In hexadecimal digits, by name. */
  readonly sealed: Readonly<Record<string, string>>;
};

/** @throws UnknownNameError also for a deleted user */
export async function loadConfigOwner(rows: Rows, id: bigint): Promise<ConfigOwner> {
  if (!isStorable(id)) throw unknownUser();
  const [owner] = await rows<ConfigOwner>(sql`
    select u.id, u.is_active as "isActive", u.max_concurrent_bots as "maxConcurrentBots", u.data,
      coalesce((select jsonb_object_agg(c.name, encode(c.sealed, 'hex')) from user_configs c
        where c.user_id = u.id), '{}') as sealed
    from users u where u.id = ${id} and u.deleted_at is null`);
  if (owner === undefined) throw unknownUser();
  return owner;
}

/** Until the end of the transaction, nobody else changes the user or what it set. @throws UnknownNameError */
export async function lockOwner(rows: Rows, id: bigint): Promise<void> {
  if (!isStorable(id)) throw unknownUser();
  await rows(sql`select from users where id = ${id} for no key update`);
}

/** Empty where nothing is set. */
export function configOf(app: App, { id, sealed }: ConfigOwner, name: UserConfigName): JsonObject {
  const hex = sealed[name];
  return hex === undefined ? {} : openConfig(app, Buffer.from(hex, 'hex'), configPlace(name, id));
}

export async function readUserConfig(
  app: App,
  userId: bigint,
  name: UserConfigName,
): Promise<JsonObject> {
  return configOf(app, await loadConfigOwner(app.db.rows, userId), name);
}

type ConfigChange = {
  readonly userId: bigint;
  readonly name: UserConfigName;
  /** What it becomes; empty is none. */
  readonly change: (config: JsonObject) => JsonObject;
};

/**
 * Changes what a user has set. Changes of one user's wait for each other, so none is lost.
 * @throws UnknownNameError
 */
export async function changeUserConfig(
  app: App,
  caller: Caller,
  { userId, name, change }: ConfigChange,
): Promise<JsonObject> {
  return await inTransaction(app, caller, async (unit) => {
    // To check an address can take seconds.
    await checkStillWorks(unit, [userId]);
    await lockOwner(unit.rows, userId);
    const before = configOf(app, await loadConfigOwner(unit.rows, userId), name);
    const after = change(before);
    await keepConfig(unit, { userId, name }, after);
    const event = {
      action: 'USER_CONFIG_SET',
      target: 'User',
      rows: sql`users u where u.id = ${userId}`,
      id: sql`u.id`,
      before: sql`${configSummary(name, before)}::jsonb`,
      after: sql`${configSummary(name, after)}::jsonb`,
    } as const;
    await unit.rows(auditEventSql(app, caller, event));
    return after;
  });
}

type Place = { readonly userId: bigint; readonly name: UserConfigName };

async function keepConfig(
  { app, prisma }: UnitOfWork,
  { userId, name }: Place,
  config: JsonObject,
): Promise<void> {
  if (Object.keys(config).length === 0) {
    await prisma.userConfig.deleteMany({ where: { userId, name } });
    return;
  }
  const sealed = sealConfig(app, config, configPlace(name, userId));
  const where = { userId_name: { userId, name } };
  await prisma.userConfig.upsert({
    where,
    create: { userId, name, sealed },
    update: { sealed },
  });
}

export function configPlace(name: UserConfigName, userId: bigint): string {
  return `user_config:${name}:${userId}`;
}

/** For the audit log: which fields are set, and how long lists are; no value of any. */
export function configSummary(config: string, fields: JsonObject): string {
  const shown = Object.entries(fields).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.length : true,
  ]);
  return JSON.stringify({ config, fields: Object.fromEntries(shown) });
}
