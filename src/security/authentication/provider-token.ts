import type { App } from '../../core/app.ts';
import type { ProviderRule } from '../../core/config/provider-rules.ts';
import type { Caller } from '../callers/caller.ts';
import { holderByLogin } from '../callers/login-holder.ts';
import type { UserRow } from '../callers/plain-user.ts';
import {
  ANONYMOUS,
  type KeyHolder,
  type Login,
  loginId,
  type Operator,
} from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';
import { shareOfSessions } from '../limits/shares.ts';
import type { TokenCheck } from '../providers/providers.ts';
import { TOKEN_REFUSALS, type TokenRefusal } from '../providers/refusals.ts';
import type { SessionCookie } from './credentials.ts';
import { EndedSessionError, NoRightsError, RefusedKeyError } from './refused-key.ts';

/** What a key or a token proves. */
export type Proof = { readonly holder: KeyHolder } | { readonly operator: Operator };

/** Whose user is looked for. */
export type VerifiedAddress = { readonly address: string; readonly name: string | null };

/** The person who signed in with a browser; `userId` is null for an operator. */
export type SessionOwner = {
  readonly provider: string;
  readonly subject: string;
  readonly userId: bigint | null;
};

/** The user of a login, or why it has none. */
export type LoginUser =
  | { readonly user: UserRow }
  | { readonly refusal: 'USER_SUSPENDED' | 'USER_ERASED' };

/** Where a request came from, for the audit log. */
export type Origin = Pick<Caller, 'ip' | 'requestId'>;

declare module '../../core/app.ts' {
  interface App {
    /**
     * The user with this verified address, who is created if there is none.
     * @param only creates nobody, and finds this user alone; null for another one
     */
    readonly userOfLogin: (
      app: App,
      caller: Caller,
      login: VerifiedAddress,
      only?: bigint,
    ) => Promise<LoginUser | null>;
    /** Whether the user with this verified address is suspended. */
    readonly isLoginSuspended: (app: App, address: string) => Promise<boolean>;
    /** What the session of a browser grants, by its cookie. */
    readonly provenBySession: (
      app: App,
      cookie: SessionCookie,
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
  'USER_ERASED',
];

/**
 * What the token of a sign-in provider grants: its rights are those of its rules at this moment, and
 * nothing of them is stored.
 * @param owner whose session the token belongs to
 * @throws RefusedKeyError, NoRightsError, RateLimitedError
 * @throws EndedSessionError for a token of another person or user than the owner of the session
 * @throws UnavailableError while the keys of its provider are not known
 */
export async function provenByToken(
  app: App,
  text: string,
  origin: Origin,
  quota: Quota,
  owner?: SessionOwner,
): Promise<Proof> {
  let check: TokenCheck | undefined;
  // A token that some provider signed for this service is no guess, whatever it grants. Nor is one that is
  // kept here, whose key may have been withdrawn.
  await quota.tryKey(text, async () => {
    check = await app.providers.check(text);
    return check.isGenuine || owner !== undefined ? check : null;
  });
  if (check === undefined) throw new Error('a token was not checked');
  const { refusal, login, decision, person } = check;
  if (login !== null) await takeShare(quota, check, login, owner?.userId ?? null);
  if (login !== null && !isSamePerson(login, owner)) throw ended(login);
  if (refusal !== null) throw refused(refusal, login);
  if (login === null || !decision?.rule) throw new Error('a token was accepted without a rule');
  const { grant, scopes = [] } = decision.rule;
  const address = person?.address ?? null;
  // The session of a user would stay with the user, and not with whom it acts as.
  if (!isSameKind(grant, owner)) throw ended(login);
  if (grant !== 'USER') return { operator: await provenOperator(app, { grant, login, address }) };
  const user = await provenUser(app, { login, address, origin, owner });
  return { holder: holderByLogin(app, { user, login, scopes }) };
}

type UserGrant = {
  readonly login: Login;
  readonly address: string | null;
  readonly origin: Origin;
  readonly owner: SessionOwner | undefined;
};

async function provenUser(app: App, { login, address, origin, owner }: UserGrant) {
  if (address === null) throw refused('NO_ADDRESS', login);
  const caller = { ...origin, viewer: { ...ANONYMOUS, login }, idempotencyKey: null };
  const only = owner?.userId ?? undefined;
  const found = await app.userOfLogin(app, caller, { address, name: login.name }, only);
  if (found === null) throw ended(login);
  if ('refusal' in found) throw refused(found.refusal, login);
  return found.user;
}

type OperatorGrant = {
  readonly grant: Exclude<ProviderRule['grant'], 'USER'>;
  readonly login: Login;
  readonly address: string | null;
};

async function provenOperator(app: App, { grant, login, address }: OperatorGrant) {
  if (address !== null && (await app.isLoginSuspended(app, address)))
    throw refused('USER_SUSPENDED', login);
  if (grant === 'NONE') throw refused('RULE_NONE', login);
  return operatorOf(grant === 'ADMIN' ? 'admin' : 'analytics', login);
}

/**
 * Of the person, also where the token grants nothing; in the session of a user, of that user. Tokens that are
 * over have a share of their own: whoever finds an old one must not use up the requests of its person.
 */
function takeShare(
  quota: Quota,
  { decision, refusal }: TokenCheck,
  login: Login,
  userId: bigint | null,
): Promise<void> {
  const { grant } = decision?.rule ?? {};
  const isOperator = grant === 'ADMIN' || grant === 'ANALYTICS';
  const isOver = refusal === 'EXPIRED' || refusal === 'NOT_YET_VALID';
  const isOfUser = userId !== null && !isOperator && !isOver;
  const ofPerson = `${isOver ? 'expired-' : ''}${isOperator ? 'admin' : 'login'}:${loginId(login)}`;
  const who = isOfUser ? shareOfSessions(userId) : ofPerson;
  return quota.takeKey({ sort: isOperator ? 'admin-key' : 'user-key', who, ownLimit: null });
}

/** Whoever sends a token itself is always the one whom it names. */
function isSamePerson(login: Login, owner: SessionOwner | undefined): boolean {
  return (
    owner === undefined || (login.provider === owner.provider && login.subject === owner.subject)
  );
}

function isSameKind(grant: ProviderRule['grant'], owner: SessionOwner | undefined): boolean {
  return owner === undefined || (grant === 'USER') === (owner.userId !== null);
}

function ended(login: Login): EndedSessionError {
  return new EndedSessionError({ ...ANONYMOUS, login });
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
