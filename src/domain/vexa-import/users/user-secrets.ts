import sql from 'sql-template-tag';
import type { ImportContext } from '../stage/stage.ts';
import type { ImportedUser } from './user-rows.ts';
import { isRefused } from './user-webhook.ts';

// What events are signed with stands in the clear there, and sealed here.

/** Of users who are new, and of our own where theirs is the webhook from now on. */
export async function addSecrets(
  step: ImportContext,
  placed: readonly ImportedUser[],
): Promise<void> {
  const records = placed.flatMap(({ localId, user }) => {
    if (user.webhookSecret === null) return [];
    const sealed = step.app.secrets.seal(BigInt(localId), user.webhookSecret);
    const url = isRefused(user, step.app.config.privateTargets) ? null : user.webhookUrl;
    return { localId, url, sealed: Buffer.from(sealed).toString('hex') };
  });
  if (records.length === 0 || step.dryRun) return;
  // Another webhook than theirs is not signed with their secret.
  await step.rows(sql`
    insert into webhook_secrets (user_id, sealed)
    select u.id, decode(x.sealed, 'hex')
    from json_to_recordset(${JSON.stringify(records)}::json) as x("localId" bigint, url text, sealed text)
    join users u on u.id = x."localId" and u.deleted_at is null
      and nullif(u.data ->> 'webhook_url', '') is not distinct from x.url
    on conflict (user_id) do nothing`);
}

/** Of users whose row was replaced. Sealed bytes never look the same: what opens to the same stays. */
export async function replaceSecrets(
  step: ImportContext,
  placed: readonly ImportedUser[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  const known = await step.rows<{ readonly id: string; readonly sealed: Uint8Array }>(sql`
    select s.user_id::text as id, s.sealed from webhook_secrets s
    where s.user_id = any (${placed.map(({ localId }) => localId)}::bigint[])`);
  const sealed = new Map(known.map((row) => [row.id, row.sealed]));
  const changed = placed.filter(
    ({ localId, user }) =>
      step.app.secrets.open(BigInt(localId), sealed.get(localId) ?? null) !== user.webhookSecret,
  );
  await step.rows(sql`
    delete from webhook_secrets where user_id = any (${changed.map(({ localId }) => localId)}::bigint[])`);
  await addSecrets(step, changed);
}
