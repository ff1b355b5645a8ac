import type { App } from '../../core/app.ts';
import type { Caller } from '../callers/caller.ts';
import type { UserRow } from '../callers/plain-user.ts';
import {
  ANONYMOUS,
  type KeyHolder,
  type Login,
  loginId,
  type Operator,
} from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';
import type { TokenCheck } from '../providers/providers.ts';
import { TOKEN_REFUSALS, type TokenRefusal } from '../providers/refusals.ts';
import { NoRightsError, RefusedKeyError } from './refused-key.ts';

/** What a key or a token proves. */
export type Proof = { readonly holder: KeyHolder } | { readonly operator: Operator };

/** Whose user is looked for. */
export type VerifiedAddress = { readonly address: string; readonly name: string | null };

/** Where a request came from, for the audit log. */
export type Origin = Pick<Caller, 'ip' | 'requestId'>;

declare module '../../core/app.ts' {
  interface App {
    /**
     * The user with this verified address, who is created if there is none; null for one who is suspended.
     */
    readonly userOfLogin: (
      app: App,
      caller: Caller,
      login: VerifiedAddress,
    ) => Promise<UserRow | null>;
    /** Whether the user with this verified address is suspended. */
    readonly isLoginSuspended: (app: App, address: string) => Promise<boolean>;
    /** What the session of a browser grants, by the secret in its cookie. */
    readonly provenBySession: (
      app: App,
      secret: string,
      origin: Origin,
      quota: Quota,
    ) => Promise<Proof>;
  }
}

/** Refused for the rights of whoever sent it, who is known: 403. */
const WITHOUT_RIGHTS: readonly TokenRefusal[] = [
  'GROUPS_OVERAGE',
  'NO_RULE',
  'RULE_NONE',
  'NO_ADDRESS',
  'USER_SUSPENDED',
];

/**
 * What the token of a sign-in provider grants: its rights are those of its rules at this moment, and
 * nothing of them is stored.
 * @throws RefusedKeyError, NoRightsError, RateLimitedError
 * @throws UnavailableError while the keys of its provider are not known
 */
export async function provenByToken(
  app: App,
  text: string,
  origin: Origin,
  quota: Quota,
): Promise<Proof> {
  let check: TokenCheck | undefined;
  // A token that some provider signed for this service is no guess, whatever it grants.
  await quota.tryKey(text, async () => {
    check = await app.providers.check(text);
    return check.isGenuine ? check : null;
  });
  if (check === undefined) throw new Error('a token was not checked');
  const { refusal, login, decision, person } = check;
  if (login !== null) await takeShare(quota, check, login);
  if (refusal !== null) throw refused(refusal, login);
  if (login === null || !decision?.rule) throw new Error('a token was accepted without a rule');
  const { grant, scopes = [] } = decision.rule;
  const address = person?.address;
  if (grant !== 'USER' && address != null && (await app.isLoginSuspended(app, address)))
    throw refused('USER_SUSPENDED', login);
  if (grant === 'ADMIN') return { operator: operatorOf('admin', login) };
  if (grant === 'ANALYTICS') return { operator: operatorOf('analytics', login) };
  const viewer = { ...ANONYMOUS, login };
  const caller = { ...origin, viewer, idempotencyKey: null };
  if (address == null) throw refused('NO_ADDRESS', login);
  const user = await app.userOfLogin(app, caller, { address, name: login.name });
  if (user === null) throw refused('USER_SUSPENDED', login);
  return { holder: holderOf(app, { user, login, scopes }) };
}

/** Of the person, also where the token grants nothing. */
function takeShare(quota: Quota, { decision }: TokenCheck, login: Login): Promise<void> {
  const { grant } = decision?.rule ?? {};
  const isOperator = grant === 'ADMIN' || grant === 'ANALYTICS';
  return isOperator
    ? quota.takeKey({ sort: 'admin-key', who: `admin:${loginId(login)}`, ownLimit: null })
    : quota.takeKey({ sort: 'user-key', who: `login:${loginId(login)}`, ownLimit: null });
}

function refused(refusal: TokenRefusal, login: Login | null): RefusedKeyError | NoRightsError {
  const identity = login === null ? ANONYMOUS : { ...ANONYMOUS, login };
  const Refused =
    WITHOUT_RIGHTS.includes(refusal) && login !== null ? NoRightsError : RefusedKeyError;
  return new Refused(TOKEN_REFUSALS[refusal], identity);
}

function operatorOf(access: Operator['access'], login: Login): Operator {
  const keyName = loginId(login);
  return { access, keyName, keyId: null, rootId: null, dependsOn: [], rateLimit: null, login };
}

type Holder = { readonly user: UserRow; readonly login: Login; readonly scopes: readonly string[] };

/** The role of the user counts for nothing: the rules say what the token grants. */
function holderOf({ clock }: App, { user, login, scopes }: Holder): KeyHolder {
  return {
    userId: user.id,
    tokenId: null,
    rootId: null,
    keyName: null,
    scopes,
    isAdmin: false,
    verifiedAt: clock() ?? new Date(),
    rateLimit: null,
    user,
    login,
  };
}
