import type pg from 'pg';
import { normalAddress } from '../../../core/input/email-address.ts';
import { refuseCollisions } from './collisions.ts';
import { buildIndexes } from './indexes.ts';

/** A user whose address is not yet in the form in which it is stored now. */
export type Rewrite = {
  readonly id: string;
  /** As it is stored. */
  readonly from: string;
  /** As it is about to be stored. */
  readonly email: string;
};

type Row = { readonly id: string; readonly email: string; readonly isFolded: boolean };

/** What is locked at once, so that nobody waits long for it. */
const BATCH = 1_000;

const INDEXES = {
  users_email_folded_key: `unique index concurrently users_email_folded_key
    on users (email_folded) where deleted_at is null`,
  users_name_folded_id_idx: `index concurrently users_name_folded_id_idx
    on users (name_folded, id) where deleted_at is null`,
  users_lower_email_idx: `index concurrently users_lower_email_idx
    on users (lower(email)) where deleted_at is null`,
  audit_events_folded_actor_name_at_id_idx: `index concurrently audit_events_folded_actor_name_at_id_idx
    on audit_events (folded_text(actor_name) collate "C", at, id)`,
};

/**
 * Fills the folded columns of users who were there before, brings addresses into the one form in which
 * they are stored, and builds the indexes. Users who are the same by the new rule stop it before
 * any address is changed.
 * @throws StartError that lists them
 */
export async function foldUsers(client: pg.Client): Promise<readonly string[]> {
  const rewrites = await fillBatches(client);
  await refuseCollisions(client, rewrites);
  for (let from = 0; from < rewrites.length; from += BATCH) {
    await rewrite(client, rewrites.slice(from, from + BATCH));
  }
  try {
    await buildIndexes(client, INDEXES);
  } catch (error) {
    // The previous version may have added one while the index was built.
    await refuseCollisions(client, []);
    throw error;
  }
  return rewrites.length === 0
    ? []
    : [`Normalised ${rewrites.length} e-mail addresses (Unicode NFC, domain in Unicode).`];
}

/** The trigger folds whatever is written. */
async function fillBatches(client: pg.Client): Promise<readonly Rewrite[]> {
  const rewrites: Rewrite[] = [];
  for (let after = '0'; ; ) {
    const { rows } = await client.query<Row>(
      `select u.id::text, u.email, u.email_folded <> '' as "isFolded" from users u
       where u.id > $1 order by u.id limit ${BATCH}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return rewrites;
    const open = rows.filter(({ isFolded }) => !isFolded).map(({ id }) => id);
    if (open.length > 0) {
      await client.query('update users set email = email where id = any($1::bigint[])', [open]);
    }
    for (const { id, email } of rows) {
      const normal = normalAddress(email);
      if (normal !== email) rewrites.push({ id, from: email, email: normal });
    }
    after = last.id;
  }
}

/** A user whose address was changed in the meantime, by the version that still runs, keeps the new one. */
async function rewrite(client: pg.Client, rewrites: readonly Rewrite[]): Promise<void> {
  await client.query(
    `update users u set email = x.email
     from json_to_recordset($1::json) as x(id bigint, "from" text, email text)
     where u.id = x.id and u.email = x."from"`,
    [JSON.stringify(rewrites)],
  );
}
