import sql, { type Sql } from 'sql-template-tag';
import { type Clock, nowSql } from '../../core/clock.ts';
import { isPlausibleSecret } from '../../core/input/key-forms.ts';
import type { Rows } from '../../data/database.ts';
import { USER_ROW_COLUMNS, type UserRow } from '../callers/plain-user.ts';
import { lineageRateLimit } from '../keys/columns.ts';
import { type KeyLookup, keyLookup } from '../keys/lookup.ts';
import {
  COUNTS_AS_ADMIN,
  expiredSql,
  notRevokedSql,
  OWNER_ACTIVE,
  rememberedSql,
} from '../keys/working.ts';
import type { Peppers } from '../vault/pepper.ts';
import { hasUnknownFormat, type UnknownFormatKeys } from './unknown-format.ts';

/** What the database says of one key at this moment. */
export type VerifiedKey = {
  readonly tokenId: bigint;
  /** The first key of its lineage: what is limited by key counts by this. */
  readonly rootId: bigint;
  readonly userId: bigint;
  readonly keyName: string | null;
  /** How many requests an operator gave its lineage in a minute; null is what holds for all. */
  readonly rateLimit: number | null;
  readonly scopes: readonly string[];
  /** Whether it counts as an admin key: by the role of its user, and never where its text was imported. */
  readonly isAdmin: boolean;
  /** Whether its user minted it, or a key that it replaced. */
  readonly isSelfMinted: boolean;
  readonly isExpired: boolean;
  readonly verifiedAt: Date;
};

/** A key with its user: whoever asks is often asked about. */
export type UserKey = VerifiedKey & UserRow;

declare module '../../core/app.ts' {
  interface App {
    /** The live key of a user with this text, or null. */
    readonly verifyKey: (text: string) => Promise<UserKey | null>;
  }
}

export function userKeyVerifier(rows: Rows, options: VerifierOptions): KeyLookup<UserKey> {
  return tokenVerifier<UserKey>(rows, options, sql`, ${USER_ROW_COLUMNS}`);
}

export type VerifierOptions = {
  readonly clock: Clock;
  readonly peppers: Peppers;
  readonly unknownFormatKeys: UnknownFormatKeys;
  readonly sharesReads: boolean;
};

/**
 * Finds live keys of users. A text that cannot be a key costs no statement; one that can costs a
 * share of one.
 * @param more further columns of the key (`t`) or its user (`u`), with a comma before each
 */
export function tokenVerifier<Found extends VerifiedKey>(
  rows: Rows,
  { clock, peppers, unknownFormatKeys, sharesReads }: VerifierOptions,
  more: Sql,
): KeyLookup<Found> {
  const now = () => nowSql(clock);
  // Each key looks its own user up: of a table of some thousand users, PostgreSQL would read all.
  const { find, rehash } = keyLookup<Found>(rows, {
    table: sql`api_tokens`,
    peppers,
    sharesReads,
    read: (digests) =>
      rows(sql`
        select t.digest, t.pepper_id as "pepperId", t.id as "keyId", t.id as "tokenId", t.user_id as "userId",
          coalesce(t.root_id, t.id) as "rootId", t.name as "keyName", t.scopes,
          ${lineageRateLimit(sql`api_tokens`)} as "rateLimit",
          ${COUNTS_AS_ADMIN} as "isAdmin", t.is_self_minted as "isSelfMinted", ${expiredSql(sql`t`, now())} as "isExpired",
          ${now()} as "verifiedAt" ${more}
        from api_tokens t cross join lateral (select * from users where id = t.user_id offset 0) u
        where t.digest = any((select ${digests}::bytea[])::bytea[]) and ${notRevokedSql(sql`t`)}
          and ${rememberedSql(sql`t`, sql`api_tokens`, now())} and ${OWNER_ACTIVE}`),
  });
  const mayBeKey = (text: string) =>
    isPlausibleSecret(text) || (unknownFormatKeys.areThere() && hasUnknownFormat(text));
  return { find: async (text) => (mayBeKey(text) ? await find(text) : null), rehash };
}
