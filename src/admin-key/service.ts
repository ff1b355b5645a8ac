import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Action } from '../audit/actions.ts';
import { trailSql } from '../audit/trail.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import { NotFoundError } from '../errors.ts';
import { isStorable } from '../input/integer.ts';
import * as lineage from '../key/lineage.ts';
import { digestOf, hintOf, newSecret } from '../key/secret.ts';
import { ADMIN_KEY_COLUMNS, ADMIN_KEY_SNAPSHOT, type AdminAccess, type AdminKey } from './rows.ts';

/** The only value that carries the text of an admin key. */
export type CreatedAdminKey = { readonly adminKey: AdminKey; readonly secret: string };

export type AdminKeyInput = {
  readonly name: string;
  readonly access: AdminAccess;
  /** Seconds; null is until it is revoked. */
  readonly expiresIn: number | null;
};

const KIND: lineage.KeyKind = {
  target: 'AdminKey',
  table: sql`admin_keys`,
  inherited: sql`name, access`,
  columns: ADMIN_KEY_COLUMNS,
  snapshot: ADMIN_KEY_SNAPSHOT,
  actions: {
    rotated: 'ADMIN_KEY_ROTATED',
    finished: 'ADMIN_KEY_ROTATION_FINISHED',
    cancelled: 'ADMIN_KEY_ROTATION_CANCELLED',
    revoked: 'ADMIN_KEY_REVOKED',
  },
};

/** @param action how the trail calls it: a key made on the host is told from one made by an admin */
export async function createAdminKey(
  app: App,
  caller: Caller,
  { name, access, expiresIn }: AdminKeyInput,
  action: Action = 'ADMIN_KEY_CREATED',
): Promise<CreatedAdminKey> {
  const secret = newSecret(app.config.token.prefix, access);
  const { current } = app.peppers;
  const now = nowSql(app.clock);
  const [adminKey] = await app.db.rows<AdminKey>(sql`
    with made as (
      insert into admin_keys as t (name, digest, pepper_id, hint, access, created_at, expires_at)
      values (${name}, ${digestOf(secret, current.text)}, ${current.id}::smallint, ${hintOf(secret)}, ${access}, ${now},
        ${now} + make_interval(secs => ${expiresIn}::double precision))
      returning t.*),
    trail as (${trailSql(app, caller, {
      action,
      target: 'AdminKey',
      rows: sql`made t`,
      id: sql`t.id`,
      after: ADMIN_KEY_SNAPSHOT,
    })})
    select ${ADMIN_KEY_COLUMNS} from made t`);
  if (adminKey === undefined) throw new Error('an insert returned no row');
  return { adminKey, secret };
}

/** Many at once, in one statement. Revoked ones are found, too. */
export function findAdminKeys(app: App, ids: readonly bigint[]): Promise<AdminKey[]> {
  return app.db.rows<AdminKey>(sql`
    select ${ADMIN_KEY_COLUMNS} from admin_keys t where t.id = any(${ids.filter(isStorable)}::bigint[])`);
}

async function getAdminKey(app: App, id: bigint): Promise<AdminKey> {
  const [key] = await findAdminKeys(app, [id]);
  if (key === undefined) throw new NotFoundError('Admin key');
  return key;
}

/** @throws NotFoundError, ConflictError */
export async function rotateAdminKey(
  app: App,
  caller: Caller,
  id: bigint,
  overlap: number,
): Promise<CreatedAdminKey> {
  const { access } = await getAdminKey(app, id);
  const secret = newSecret(app.config.token.prefix, access);
  const step = { app, rows: app.db.rows, caller, kind: KIND };
  const adminKey = await lineage.rotate<AdminKey>(step, { id, secret, overlap, maxLifetime: null });
  return { adminKey, secret };
}

/** @throws NotFoundError, ConflictError */
export async function finishAdminKeyRotation(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<AdminKey> {
  await getAdminKey(app, id);
  return lineage.finishRotation<AdminKey>({ app, rows: app.db.rows, caller, kind: KIND }, id);
}

/** @throws NotFoundError, ConflictError */
export async function cancelAdminKeyRotation(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<AdminKey> {
  await getAdminKey(app, id);
  return lineage.cancelRotation<AdminKey>({ app, rows: app.db.rows, caller, kind: KIND }, id);
}

/** @throws NotFoundError also when it was revoked before */
export async function revokeAdminKey(app: App, caller: Caller, id: bigint): Promise<AdminKey> {
  if (!isStorable(id)) throw new NotFoundError('Admin key');
  const step = { app, rows: app.db.rows, caller, kind: KIND };
  const key = await lineage.revoke<AdminKey>(step, id);
  if (key === undefined) throw new NotFoundError('Admin key');
  return key;
}

/** Whether a key that was let in would still be let in now. */
export async function isAdminKeyLive(app: App, id: bigint): Promise<boolean> {
  const now = nowSql(app.clock);
  const found = await app.db.rows(sql`
    select t.id from admin_keys t where t.id = ${id} and t.revoked_at is null
      and (t.expires_at > ${now}) is not false and (t.retires_at > ${now}) is not false`);
  return found.length > 0;
}

/** What replaced each of these keys, unless that was taken back. */
export function findAdminKeySuccessors(app: App, ids: readonly bigint[]) {
  return app.db.rows<AdminKey & { readonly replacesId: bigint }>(sql`
    select distinct on (t.replaces_id) ${ADMIN_KEY_COLUMNS}
    from admin_keys t join admin_keys o on o.id = t.replaces_id
    where t.replaces_id = any(${ids}::bigint[]) and o.retires_at is not null
    order by t.replaces_id, t.id desc`);
}
