import DataLoader from 'dataloader';
import sql from 'sql-template-tag';
import { type Clock, nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { isOddSecret, oddKeysWatch } from './odd-form.ts';
import { digestOf, isPlausibleSecret } from './secret.ts';

/** What the database says of one key at this moment. */
type VerifiedKey = {
  readonly tokenId: bigint;
  readonly userId: bigint;
  readonly scopes: readonly string[];
  readonly role: string;
  readonly isExpired: boolean;
};

/** Finds the live key with this text, or null. Never remembers: the next call reads again. */
export type VerifyKey = (text: string) => Promise<VerifiedKey | null>;

type Found = VerifiedKey & { readonly digest: Uint8Array };

const MAX_BATCH = 500;
const ODD_KEYS_AGE_MS = 10_000;

type VerifierOptions = {
  readonly clock: Clock;
  readonly pepper: string;
  /** How long it may take until imported keys of odd forms are heard of. */
  readonly oddKeysAgeMs?: number;
};

/**
 * Keys that arrive together are looked up in one statement. There is no cache, so that a
 * revocation counts from the next request on, in every process.
 */
export function keyVerifier(
  rows: Rows,
  { clock, pepper, oddKeysAgeMs = ODD_KEYS_AGE_MS }: VerifierOptions,
): VerifyKey {
  const loader = new DataLoader<Uint8Array, VerifiedKey | null>(
    async (digests) => {
      const found = await findByDigest(rows, clock, digests);
      const byDigest = new Map(found.map((key) => [textOf(key.digest), key]));
      return digests.map((digest) => byDigest.get(textOf(digest)) ?? null);
    },
    // One turn of the event loop: everything that the sockets brought in it shares a statement.
    {
      cache: false,
      maxBatchSize: MAX_BATCH,
      batchScheduleFn: (dispatch) => setImmediate(dispatch),
    },
  );
  const load = (text: string) => loader.load(digestOf(text, pepper));
  const hasOddKeys = oddKeysWatch(rows, oddKeysAgeMs);
  return async (text) => {
    if (isPlausibleSecret(text)) return await load(text);
    return isOddSecret(text) && (await hasOddKeys()) ? await load(text) : null;
  };
}

function textOf(digest: Uint8Array): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength).toString('latin1');
}

function findByDigest(rows: Rows, clock: Clock, digests: readonly Uint8Array[]): Promise<Found[]> {
  const now = nowSql(clock);
  return rows<Found>(sql`
    select t.digest, t.id as "tokenId", t.user_id as "userId", t.scopes, u.role,
      (t.expires_at <= ${now} or t.retires_at <= ${now}) is true as "isExpired"
    from api_tokens t join users u on u.id = t.user_id
    where t.digest = any(${digests}::bytea[]) and t.revoked_at is null
      and u.is_active and u.deleted_at is null`);
}
