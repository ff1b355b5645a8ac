import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { adminKey, pepper } from './settings.mjs';

// The arithmetic of the service's own keys, and the check of them that every peer makes.

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 32;
const CHECKSUM_LENGTH = 6;

const LIVE_KEY = {
  name: 'live-key',
  text: `select t.user_id::text as "userId", t.scopes from api_tokens t join users u on u.id = t.user_id
    where t.digest = $1 and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > now()) and (t.retires_at is null or t.retires_at > now())
      and u.is_active and u.deleted_at is null`,
};

const adminDigest = sha256(adminKey);

/** Who asks: the operator, a user's key, or (null) nobody. */
export async function callerOf(pool, headers) {
  const admin = headers['x-admin-api-key'];
  if (admin !== undefined)
    return timingSafeEqual(sha256(admin), adminDigest) ? { isAdmin: true, userId: null } : null;
  const key = headers['x-api-key'];
  if (key === undefined) return null;
  const { rows } = await pool.query({ ...LIVE_KEY, values: [digestOf(key)] });
  return rows.length === 0 ? null : { isAdmin: false, userId: rows[0].userId };
}

export function newKey(scopes) {
  const body = `vxa_${scopes[0]}_${randomText()}`;
  const text = body + checksumOf(body);
  const start = text.lastIndexOf('_') + 1;
  return { text, digest: digestOf(text), hint: `${text.slice(0, start)}…${text.slice(-4)}` };
}

function digestOf(text) {
  return createHmac('sha256', pepper).update(text).digest();
}

function sha256(text) {
  return createHash('sha256').update(text).digest();
}

function checksumOf(body) {
  let rest = crc32(body);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = ALPHABET.charAt(rest % ALPHABET.length) + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

function randomText() {
  let text = '';
  while (text.length < RANDOM_LENGTH) {
    for (const byte of randomBytes(RANDOM_LENGTH)) {
      // 248 is the largest multiple of 62 in a byte: beyond it, some letters would come more often.
      if (byte < 248 && text.length < RANDOM_LENGTH)
        text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}
