import { ResponseBodyError } from 'oauth4webapi';
import type { App } from '../../core/app.ts';
import type { Answer, Incoming } from '../../core/http/exchange.ts';
import { type Proof, provenByToken } from '../../security/authentication/provider-token.ts';
import { ANONYMOUS, type Login } from '../../security/callers/viewer.ts';
import type { Quota } from '../../security/limits/limits.ts';
import type { KnownProvider } from '../../security/providers/providers.ts';
import { isSameText, openAttempt, type SignInAttempt } from '../../security/sessions/attempt.ts';
import { cookiePlace, readCookie, setCookie } from '../../security/sessions/cookies.ts';
import { exchangeCode, readCallback, type SignedIn } from '../../security/sessions/exchange.ts';
import { beginProviderSession } from '../../security/sessions/logout.ts';
import { SESSION_SECONDS } from '../../security/sessions/sessions.ts';
import { useOnce } from '../../security/sessions/used.ts';
import { SignInRefused } from './refused.ts';

/** Completes a sign-in of this browser, once, and begins a session under a new secret. */
export async function completeSignIn(
  app: App,
  known: KnownProvider,
  request: Incoming,
  quota: Quota,
): Promise<Answer> {
  const { ip, requestId, search } = request;
  const parameters = new URLSearchParams(search);
  const attempt = attemptOf(app, known, { request, parameters });
  const callback = readCallback(app, known, { ...attempt, parameters });
  if (callback === null)
    throw new SignInRefused(400, 'The provider sent this browser back without a valid code');
  const signedIn = await exchanged(app, known, { attempt, callback, quota });
  const origin = { ip, requestId };
  const proof = await provenByToken(app, signedIn.tokens.access, origin, quota);
  const caller = { ...origin, viewer: { ...ANONYMOUS, ...proof }, idempotencyKey: null };
  const before = Buffer.from(attempt.before, 'base64url');
  const secret = await beginProviderSession(app, caller, {
    login: loginIn(proof),
    issuer: known.config.issuer,
    userId: 'holder' in proof ? proof.holder.userId : null,
    signedIn,
    before,
  });
  if (secret === null) throw new SignInRefused(403, 'The user has just been deleted or signed out');
  return signedInAnswer(app, secret, attempt.returnTo);
}

/** Gives the browser its session, and shows it a page of this service. */
export function signedInAnswer({ config }: App, secret: string, location: string): Answer {
  const place = cookiePlace(config);
  const cookie = setCookie({ name: 'session', value: secret, seconds: SESSION_SECONDS, place });
  return { status: 303, headers: { location, 'set-cookie': cookie }, body: null };
}

type Answered = {
  readonly attempt: SignInAttempt;
  readonly callback: URLSearchParams;
  readonly quota: Quota;
};

/** Codes that the provider does not take are guesses: each one costs a row here, and a request to the provider. */
async function exchanged(
  app: App,
  known: KnownProvider,
  { attempt, callback, quota }: Answered,
): Promise<SignedIn> {
  const refusals: ResponseBodyError[] = [];
  const signedIn = await quota.tryKey(callback.get('code') ?? '', async () => {
    const endsAt = new Date(attempt.endsAt);
    if (!(await useOnce(app, { text: `state ${attempt.state}`, endsAt })))
      throw new SignInRefused(400, 'The sign-in was completed already');
    return await exchangeCode(app, known, { ...attempt, callback }).catch((error: unknown) => {
      if (!(error instanceof ResponseBodyError)) throw error;
      refusals.push(error);
      return null;
    });
  });
  if (signedIn !== null) return signedIn;
  const [refusal] = refusals;
  if (refusal !== undefined && refusal.error !== 'invalid_grant') throw refusal;
  throw new SignInRefused(400, 'The sign-in was used already, or took too long');
}

type Returned = {
  readonly request: Incoming;
  readonly parameters: URLSearchParams;
};

/** What this browser began, if the provider answers that and nothing else. */
function attemptOf(
  app: App,
  { config }: KnownProvider,
  { request, parameters }: Returned,
): SignInAttempt {
  const cookie = readCookie(request.headers, 'attempt', cookiePlace(app.config));
  const attempt = openAttempt(app.vault, cookie);
  const now = (app.clock() ?? new Date()).getTime();
  if (attempt === null || attempt.provider !== config.name)
    throw new SignInRefused(400, 'This browser began no sign-in, or one that took too long');
  if (attempt.endsAt <= now) throw new SignInRefused(400, 'The sign-in took too long');
  const states = parameters.getAll('state');
  if (states.length !== 1 || !isSameText(states[0] ?? '', attempt.state))
    throw new SignInRefused(
      400,
      'The answer belongs to another sign-in than the last of this browser',
    );
  return attempt;
}

function loginIn(proof: Proof): Login {
  const login = 'operator' in proof ? proof.operator.login : proof.holder.login;
  if (login === undefined) throw new Error('a token of a provider was expected');
  return login;
}
