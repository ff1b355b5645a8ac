import sql from 'sql-template-tag';
import type { Id } from '../source/batches.ts';
import type { ImportContext } from '../stage/stage.ts';
import type { Address } from './addresses.ts';
import { isRefused } from './user-webhook.ts';
import type { ForeignUser } from './users.ts';

/** A user of theirs, and what is decided of him. */
export type ImportedUser = {
  readonly user: ForeignUser;
  readonly localId: Id;
  readonly address: Address;
};

// The name is cut where a changed column let it be longer than it may be there or here.
const RECORDS = sql`as x("localId" bigint, email text, original text, name text, "imageUrl" text,
  "maxBots" int, data text, "isRefused" boolean, "createdAt" timestamptz)`;

/**
 * Their free-form data whole, with their address where they could not keep it, and that of their
 * webhook apart where it may not be used.
 */
const DATA = sql`(case jsonb_typeof(x.data::jsonb) when 'object' then
      case when x."isRefused" then x.data::jsonb - 'webhook_url'
        || jsonb_build_object('imported_webhook_url', x.data::jsonb -> 'webhook_url') else x.data::jsonb end
    when 'null' then '{}' else coalesce(jsonb_build_object('imported_data', x.data::jsonb), '{}') end
  || case when x.original is null then '{}'::jsonb else jsonb_build_object('imported_email', x.original) end)`;

export async function insertUsers(
  step: ImportContext,
  placed: readonly ImportedUser[],
): Promise<void> {
  if (placed.length === 0) return;
  const records = recordsOf(step, placed);
  if (step.dryRun) {
    await step.rows(sql`
      insert into ${step.ledger.people} (id, email_folded)
      select x."localId", folded_address(x.email) from json_to_recordset(${records}::json) ${RECORDS}`);
    return;
  }
  await step.rows(sql`
    insert into users (id, email, name, image_url, max_concurrent_bots, data, created_at, updated_at)
    select x."localId", x.email, left(x.name, 100), x."imageUrl", greatest(x."maxBots", 0), ${DATA},
      coalesce(x."createdAt", now()), coalesce(x."createdAt", now())
    from json_to_recordset(${records}::json) ${RECORDS} order by x."localId"`);
}

export async function updateUsers(
  step: ImportContext,
  placed: readonly ImportedUser[],
): Promise<void> {
  if (placed.length === 0) return;
  const records = recordsOf(step, placed);
  if (step.dryRun) {
    await step.rows(sql`
      update ${step.ledger.people} p set email_folded = folded_address(x.email)
      from json_to_recordset(${records}::json) ${RECORDS} where p.id = x."localId"`);
    return;
  }
  await step.rows(sql`
    update users u set email = x.email, name = left(x.name, 100), image_url = x."imageUrl",
      max_concurrent_bots = greatest(x."maxBots", 0), data = ${DATA}, updated_at = now()
    from json_to_recordset(${records}::json) ${RECORDS}
    where u.id = x."localId" and u.deleted_at is null`);
}

/** What our own user has stays as it is; what he lacks comes from there. */
export async function fillUsers(
  step: ImportContext,
  placed: readonly ImportedUser[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  const filled = sql`coalesce(u.name, left(x.name, 100)), coalesce(u.image_url, x."imageUrl"), ${DATA} || u.data`;
  await step.rows(sql`
    update users u set (name, image_url, data, updated_at) = (select ${filled}, now())
    from json_to_recordset(${recordsOf(step, placed)}::json) ${RECORDS}
    where u.id = x."localId" and u.deleted_at is null and (${filled}) is distinct from (u.name, u.image_url, u.data)`);
}

function recordsOf({ app }: ImportContext, placed: readonly ImportedUser[]): string {
  return JSON.stringify(
    placed.map(({ localId, address, user }) => ({
      localId,
      email: address.email,
      original: address.original,
      name: user.name,
      imageUrl: user.imageUrl,
      maxBots: user.maxBots,
      data: user.data,
      isRefused: isRefused(user, app.config.privateTargets),
      createdAt: user.createdAt ?? user.firstSeenAt,
    })),
  );
}
