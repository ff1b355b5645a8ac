import sql from 'sql-template-tag';
import { type Clock, nowSql } from '../../core/clock.ts';
import { isPlausibleSecret } from '../../core/input/key-forms.ts';
import type { Rows } from '../../data/database.ts';
import { ADMIN_ACCESS, type AdminAccess } from '../callers/viewer.ts';
import { lineageRateLimit } from '../keys/columns.ts';
import { type KeyLookup, keyLookup } from '../keys/lookup.ts';
import { workingAdminKeySql } from '../keys/power.ts';
import { middleOf } from '../keys/secret.ts';
import type { Peppers } from '../vault/pepper.ts';

export type VerifiedAdminKey = {
  readonly keyId: bigint;
  /** The first key of its lineage: what is limited by key counts by this. */
  readonly rootId: bigint;
  /** The users whose administrator role it works by. */
  readonly dependsOn: readonly bigint[];
  readonly name: string;
  readonly access: AdminAccess;
  /** How many requests an operator gave its lineage in a minute; null is what holds for all. */
  readonly rateLimit: number | null;
};

declare module '../../core/app.ts' {
  interface App {
    /** The living named admin key with this text, or null. */
    readonly verifyAdminKey: (text: string) => Promise<VerifiedAdminKey | null>;
  }
}

type Options = {
  readonly clock: Clock;
  readonly peppers: Peppers;
  readonly sharesReads: boolean;
};

/** Finds living admin keys. What has not their form costs no statement. */
export function adminKeyVerifier(
  rows: Rows,
  { clock, peppers, sharesReads }: Options,
): KeyLookup<VerifiedAdminKey> {
  const { find, rehash } = keyLookup<VerifiedAdminKey>(rows, {
    table: sql`admin_keys`,
    peppers,
    sharesReads,
    read: (digests) =>
      rows(sql`
        select t.digest, t.pepper_id as "pepperId", t.id as "keyId", coalesce(t.root_id, t.id) as "rootId",
          t.name, t.access, t.depends_on_user_ids as "dependsOn", ${lineageRateLimit(sql`admin_keys`)} as "rateLimit"
        from admin_keys t
        where t.digest = any(${digests}::bytea[]) and ${workingAdminKeySql(nowSql(clock))}`),
  });
  return {
    find: async (text) => (isAdminKeyText(text) ? await find(text) : null),
    rehash,
  };
}

/** Whether a text has the form of an admin key, which no user's key has. */
export function isAdminKeyText(text: string): boolean {
  return (ADMIN_ACCESS as readonly string[]).includes(middleOf(text)) && isPlausibleSecret(text);
}
