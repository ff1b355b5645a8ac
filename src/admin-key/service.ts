import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Action } from '../audit/actions.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import { NotFoundError } from '../errors.ts';
import { isStorable } from '../input/integer.ts';
import { type KeyKind, keyTrailSql } from '../key/kind.ts';
import * as lineage from '../key/lineage.ts';
import { keptSql, laterSql, newKeySql } from '../key/new-key.ts';
import { rotate } from '../key/rotate.ts';
import { newSecret } from '../key/secret.ts';
import { workingSql } from '../key/working.ts';
import { byItself, type Step } from '../step.ts';
import { ADMIN_KEY_COLUMNS, ADMIN_KEY_SNAPSHOT, type AdminAccess, type AdminKey } from './rows.ts';

/** The only value that carries the text of an admin key. */
export type CreatedAdminKey = { readonly adminKey: AdminKey; readonly secret: string };

export type AdminKeyInput = {
  readonly name: string;
  readonly access: AdminAccess;
  /** Seconds; null is until it is revoked. */
  readonly expiresIn: number | null;
};

const KIND: KeyKind = {
  target: 'AdminKey',
  table: sql`admin_keys`,
  inherited: sql`name, access`,
  // Nothing changes the end of one once it is made.
  lifetime: sql`t.expires_at - t.created_at`,
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
  step: Step,
  { name, access, expiresIn }: AdminKeyInput,
  action: Action = 'ADMIN_KEY_CREATED',
): Promise<CreatedAdminKey> {
  const { app, rows } = step;
  const secret = newSecret(app.config.token.prefix, access);
  const [adminKey] = await rows<AdminKey>(sql`
    with made as (${newKeySql(app, KIND, {
      kept: keptSql(app, secret),
      from: sql`(select) one`,
      own: sql`${name}, ${access}`,
      expiresAt: laterSql(nowSql(app.clock), expiresIn),
    })}),
    trail as (${keyTrailSql(step, KIND, { action, rows: sql`made t` })})
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
  step: Step,
  id: bigint,
  overlap: number,
): Promise<CreatedAdminKey> {
  const { access } = await getAdminKey(step.app, id);
  const secret = newSecret(step.app.config.token.prefix, access);
  const adminKey = await rotate<AdminKey>(step, KIND, { id, secret, overlap, maxLifetime: null });
  return { adminKey, secret };
}

/** @throws NotFoundError, ConflictError */
export async function finishAdminKeyRotation(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<AdminKey> {
  await getAdminKey(app, id);
  return lineage.finishRotation<AdminKey>(byItself(app, caller), KIND, id);
}

/** @throws NotFoundError, ConflictError */
export async function cancelAdminKeyRotation(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<AdminKey> {
  await getAdminKey(app, id);
  return await app.db.transaction((rows) =>
    lineage.cancelRotation<AdminKey>({ app, caller, rows }, KIND, id),
  );
}

/** @throws NotFoundError also when it was revoked before */
export async function revokeAdminKey(app: App, caller: Caller, id: bigint): Promise<AdminKey> {
  if (!isStorable(id)) throw new NotFoundError('Admin key');
  const key = await lineage.revoke<AdminKey>(byItself(app, caller), KIND, id);
  if (key === undefined) throw new NotFoundError('Admin key');
  return key;
}

/** Whether a key that was let in would still be let in now. */
export async function isAdminKeyLive(app: App, id: bigint): Promise<boolean> {
  const now = nowSql(app.clock);
  const found = await app.db.rows(sql`
    select t.id from admin_keys t where t.id = ${id} and ${workingSql(sql`t`, now)}`);
  return found.length > 0;
}

/** What replaced each of these keys, unless that was taken back. */
export function findAdminKeySuccessors(app: App, ids: readonly bigint[]) {
  return lineage.findSuccessors<AdminKey>(app, KIND, ids);
}
