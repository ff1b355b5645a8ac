import { hash, timingSafeEqual } from 'node:crypto';
import { isJsonObject } from '../../core/input/json.ts';
import type { Vault } from '../vault/data-keys.ts';

/** What a sign-in that was begun needs to be completed. It is kept in a sealed cookie of that browser alone. */
export type SignInAttempt = {
  readonly provider: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** Digest of the session that the browser has: its cookie does not come back with the provider's answer. */
  readonly before: string;
  /** In milliseconds since 1970. */
  readonly endsAt: number;
};

export const ATTEMPT_SECONDS = 600;
const PURPOSE = 'latchkey sign-in attempt';

export function sealAttempt({ box }: Vault, attempt: SignInAttempt): string {
  return Buffer.from(box.seal(JSON.stringify(attempt), PURPOSE)).toString('base64url');
}

/** Null for a cookie that this service did not seal. */
export function openAttempt({ box }: Vault, sealed: string | undefined): SignInAttempt | null {
  if (sealed === undefined) return null;
  try {
    const read: unknown = JSON.parse(box.open(Buffer.from(sealed, 'base64url'), PURPOSE));
    return isJsonObject(read) ? (read as SignInAttempt) : null;
  } catch {
    return null;
  }
}

export function isSameText(one: string, other: string): boolean {
  return timingSafeEqual(hash('sha256', one, 'buffer'), hash('sha256', other, 'buffer'));
}

const LONGEST_RETURN = 1_000;
/** Pages of this service, with what they show. Whatever else is asked for, nobody is sent there. */
const RETURN = /^\/(?:dashboard|graphql)(?:[?#][\w\-.~!$&'()*+,;=:@%/?#]*)?$/;

/** Whether a page of this service is there. */
export function isReturnPath(path: string): boolean {
  return path.length <= LONGEST_RETURN && RETURN.test(path);
}
