import { ResponseBodyError } from 'oauth4webapi';
import type { App } from '../../core/app.ts';
import type { Answer, Incoming } from '../../core/http/exchange.ts';
import { type Proof, provenByToken } from '../../security/authentication/provider-token.ts';
import { ANONYMOUS, type Login } from '../../security/callers/viewer.ts';
import type { Quota } from '../../security/limits/limits.ts';
import type { KnownProvider } from '../../security/providers/providers.ts';
import { type Attempt, isSameText, openAttempt } from '../../security/sessions/attempt.ts';
import { cookiePlace, readCookie, setCookie } from '../../security/sessions/cookies.ts';
import { exchangeCode } from '../../security/sessions/exchange.ts';
import { beginSession, SESSION_SECONDS, useOnce } from '../../security/sessions/sessions.ts';
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
  const endsAt = new Date(attempt.endsAt);
  if (!(await useOnce(app, { text: `state ${attempt.state}`, endsAt })))
    throw new SignInRefused(400, 'The sign-in was completed already');
  // Codes that the provider does not know are guesses, and each one costs a request to the provider.
  const code = parameters.get('code') ?? '';
  const signedIn = await quota.tryKey(code, () =>
    exchangeCode(app, known, { ...attempt, parameters }).catch(nullForUnknown),
  );
  if (signedIn === null)
    throw new SignInRefused(400, 'The sign-in was used already, or took too long');
  const origin = { ip, requestId };
  const proof = await provenByToken(app, signedIn.tokens.access, origin, quota);
  const caller = { ...origin, viewer: { ...ANONYMOUS, ...proof }, idempotencyKey: null };
  const before = Buffer.from(attempt.before, 'base64url');
  const secret = await beginSession(app, caller, {
    ...signedIn,
    login: loginIn(proof),
    userId: 'holder' in proof ? proof.holder.userId : null,
    before,
  });
  const cookie = setCookie({
    name: 'session',
    value: secret,
    seconds: SESSION_SECONDS,
    place: cookiePlace(app.config),
  });
  return { status: 303, headers: { location: attempt.returnTo, 'set-cookie': cookie }, body: null };
}

function nullForUnknown(error: unknown): null {
  if (error instanceof ResponseBodyError && error.error === 'invalid_grant') return null;
  throw error;
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
): Attempt {
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
