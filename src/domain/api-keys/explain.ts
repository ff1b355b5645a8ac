import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { isPlausibleSecret } from '../../core/input/key-forms.ts';
import type { Scope } from '../../core/scopes.ts';
import { hasUnknownFormat } from '../../security/authentication/unknown-format.ts';
import { digestsOf } from '../../security/keys/peppers.ts';
import {
  COUNTS_AS_ADMIN,
  hasEnded,
  type KeyDates,
  OWNER_ACTIVE,
} from '../../security/keys/working.ts';
import { TOKEN_COLUMNS, type Token } from './rows.ts';

/** What a key has to pass, in the order in which it is asked. */
export const CHECKS = {
  FORM: 'The text has the format of a key, and its checksum, if the format has one, is correct; or a key of another format was imported with this text.',
  KNOWN: "A user's key with this text exists.",
  NOT_REVOKED:
    'The key was not revoked: neither directly, nor with its user, nor by a cancelled rotation.',
  OWNER_ACTIVE: 'The user who owns the key was neither deleted nor suspended.',
  NOT_EXPIRED: 'The key has not expired.',
  NOT_REPLACED: 'The key was not replaced, or its overlap still lasts.',
  SCOPE: 'The key has the requested scope.',
} as const;

export type KeyCheck = keyof typeof CHECKS;
type CheckVerdict = 'PASSED' | 'FAILED' | 'NOT_REACHED';

export type Explanation = {
  readonly valid: boolean;
  /** Whether it would count as an admin key. */
  readonly isAdmin: boolean;
  readonly token: Token | null;
  readonly checks: readonly { readonly check: KeyCheck; readonly verdict: CheckVerdict }[];
};

type Found = Token & {
  readonly ownerActive: boolean;
  readonly isAdmin: boolean;
  readonly now: Date;
};

/** Says of a key's text whether it would be let in, and if not, at which check it falls. Counts nothing. */
export async function explainToken(
  app: App,
  text: string,
  scope: Scope | null,
): Promise<Explanation> {
  const hasForm = isPlausibleSecret(text);
  const found = hasForm || hasUnknownFormat(text) ? await findAny(app, text) : null;
  const passes: Readonly<Record<KeyCheck, boolean>> = {
    FORM: hasForm || found !== null,
    KNOWN: found !== null,
    NOT_REVOKED: passesBy(found, 'revokedAt'),
    OWNER_ACTIVE: found?.ownerActive === true,
    NOT_EXPIRED: passesBy(found, 'expiresAt'),
    NOT_REPLACED: passesBy(found, 'retiresAt'),
    SCOPE: scope === null || (found?.scopes.includes(scope) ?? false),
  };
  const asked = (Object.keys(CHECKS) as KeyCheck[]).filter(
    (check) => check !== 'SCOPE' || scope !== null,
  );
  const falls = asked.findIndex((check) => !passes[check]);
  return {
    valid: falls === -1,
    isAdmin: falls === -1 && found?.isAdmin === true,
    token: found,
    checks: asked.map((check, place) => ({ check, verdict: verdictOf(place, falls) })),
  };
}

function passesBy(found: Found | null, end: keyof KeyDates): boolean {
  return found !== null && !hasEnded(found, end, found.now);
}

function verdictOf(place: number, falls: number): CheckVerdict {
  if (falls === -1 || place < falls) return 'PASSED';
  return place === falls ? 'FAILED' : 'NOT_REACHED';
}

/** Also one that no longer works. */
async function findAny(app: App, text: string): Promise<Found | null> {
  const [found] = await app.db.rows<Found>(sql`
    select ${TOKEN_COLUMNS}, ${OWNER_ACTIVE} as "ownerActive",
      ${COUNTS_AS_ADMIN} as "isAdmin", ${nowSql(app.clock)} as now
    from api_tokens t join users u on u.id = t.user_id
    where t.digest = any(${digestsOf(text, app.peppers)}::bytea[])`);
  return found ?? null;
}
