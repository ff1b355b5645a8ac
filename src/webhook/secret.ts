import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Rows } from '../database/database.ts';
import type { Vault } from '../vault/data-keys.ts';

// What a user's events are signed with: sealed, and apart from everything else of the user.

/** What nobody can open any more, because its key is lost, counts as none. */
export function openSecret(
  { vault }: Pick<App, 'vault'>,
  userId: bigint,
  sealed: Uint8Array | null,
): string | null {
  if (sealed === null) return null;
  try {
    return vault.box.open(sealed, purposeOf(userId));
  } catch {
    return null;
  }
}

/** For this user, and for nothing else. */
export function sealSecret(
  { box }: Vault,
  userId: bigint,
  secret: string,
): Uint8Array<ArrayBuffer> {
  return box.seal(secret, purposeOf(userId));
}

function purposeOf(userId: bigint): string {
  return `webhook_secret:${userId}`;
}

/** Blank is none. To be called with the user's row locked. */
export async function keepSecret(
  { vault }: Pick<App, 'vault'>,
  rows: Rows,
  userId: bigint,
  secret: string | null,
): Promise<void> {
  if (secret === null || secret === '') {
    await rows(sql`delete from webhook_secrets where user_id = ${userId}`);
    return;
  }
  await rows(sql`
    insert into webhook_secrets (user_id, sealed) values (${userId}, ${sealSecret(vault, userId, secret)})
    on conflict (user_id) do update set sealed = excluded.sealed`);
}

/** Enough to recognise a secret: its last four characters, if it is long enough to spare them. */
export function maskedSecret(secret: string | null): string | null {
  if (secret === null) return null;
  // By characters: half of one is no text.
  const characters = [...secret];
  return characters.length > 8 ? `********${characters.slice(-4).join('')}` : '********';
}
