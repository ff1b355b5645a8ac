import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { USER_COLUMNS, USER_SNAPSHOT, type User } from '../users/rows.ts';
import { findUserByEmail } from '../users/service.ts';
import { keepSecret } from '../webhooks/secret.ts';
import { type CheckedData, checkedData } from '../webhooks/webhook-in-data.ts';
import type { CreateUserInput } from './input.ts';

export type CreatedUser = { readonly user: User; readonly created: boolean };

/** What a new user is to be, with data that was checked. */
export type NewUser = Omit<CreateUserInput, 'data'> & { readonly checked?: CheckedData };

/**
 * To be called outside of any transaction: the world outside is asked, which takes its time.
 * @throws InvalidInputError
 */
export async function checkUser(app: App, { data, ...rest }: CreateUserInput): Promise<NewUser> {
  return data ? { ...rest, checked: await checkedData(app, data) } : rest;
}

/**
 * Finds the user with this address, or creates it. An existing user stays as it is.
 * @param unit that of a transaction where there is a secret
 */
export async function createUser(unit: UnitOfWork, input: NewUser): Promise<CreatedUser> {
  const inserted = await insertUser(unit, input);
  if (inserted !== null) return { user: inserted, created: true };

  const existing = await findUserByEmail(unit.app, input.email, unit.rows);
  // Deleted between the two statements: there is room for it now.
  return existing === null ? createUser(unit, input) : { user: existing, created: false };
}

/**
 * @param unit that of a transaction where there is a secret
 * @param more for the audit log
 * @returns null when there is one with this address
 */
export async function insertUser(
  unit: UnitOfWork,
  input: NewUser,
  more?: JsonObject,
): Promise<User | null> {
  const { app, caller, rows } = unit;
  const { email, name, imageUrl, role, maxConcurrentBots, checked } = input;
  const { data = {}, secret } = checked ?? {};
  const now = nowSql(app.clock);
  const [user] = await rows<User>(sql`
    with new as (
      insert into users as u (email, name, image_url, role, max_concurrent_bots, data, created_at, updated_at)
      values (${email}, ${name}, ${imageUrl}, ${role ?? 'user'}, ${maxConcurrentBots}, ${JSON.stringify(data)}::jsonb, ${now}, ${now})
      on conflict do nothing
      returning u.*),
    recorded as (${auditEventSql(app, caller, {
      action: 'USER_CREATED',
      target: 'User',
      rows: sql`new u`,
      isOne: true,
      id: sql`u.id`,
      after: more ? sql`${USER_SNAPSHOT} || ${JSON.stringify(more)}::jsonb` : USER_SNAPSHOT,
    })})
    select ${USER_COLUMNS} from new u`);
  if (user && secret) await keepSecret(unit, user.id, secret);
  return user ?? null;
}
