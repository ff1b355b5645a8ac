import {
  calculatePKCECodeChallenge,
  generateRandomCodeVerifier,
  generateRandomNonce,
  generateRandomState,
} from 'oauth4webapi';
import type { App } from '../../core/app.ts';
import type { Answer, Incoming } from '../../core/http/exchange.ts';
import type { KnownProvider } from '../../security/providers/providers.ts';
import { ATTEMPT_SECONDS, sealAttempt } from '../../security/sessions/attempt.ts';
import { cookiePlace, readCookie, setCookie } from '../../security/sessions/cookies.ts';
import { isLedHere } from '../../security/sessions/csrf.ts';
import { endpointsOf } from '../../security/sessions/exchange.ts';
import { sessionDigest } from '../../security/sessions/sessions.ts';
import { SignInRefused } from './refused.ts';
import { requestedReturn } from './return-path.ts';

/** Sends a browser to the provider. What is needed afterwards is in its cookie: nothing is stored here. */
export async function beginSignIn(
  app: App,
  known: KnownProvider,
  { search, headers }: Incoming,
): Promise<Answer> {
  const { config } = known;
  // It would replace the session that the browser has, perhaps by one of somebody else.
  if (isLedHere(headers))
    throw new SignInRefused(403, 'Another site began this sign-in', 'Sign in from here.');
  const returnTo = requestedReturn(search, app.config.basePath);
  if (returnTo === null)
    throw new SignInRefused(400, 'The address to return to is none of the dashboard or GraphiQL');
  const { clientId = '', redirectUri = '', scopes = [] } = config.signIn ?? {};
  const url = new URL(endpointsOf(known).authorization);
  const place = cookiePlace(app.config);
  const before = sessionDigest(app, readCookie(headers, 'session', place) ?? '');
  const attempt = {
    provider: config.name,
    state: generateRandomState(),
    nonce: generateRandomNonce(),
    verifier: generateRandomCodeVerifier(),
    returnTo,
    before: Buffer.from(before).toString('base64url'),
    endsAt: (app.clock() ?? new Date()).getTime() + ATTEMPT_SECONDS * 1_000,
  };
  const parameters = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: scopes.join(' '),
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const cookie = setCookie({
    name: 'attempt',
    value: sealAttempt(app.vault, attempt),
    seconds: ATTEMPT_SECONDS,
    place,
  });
  return { status: 302, headers: { location: url.href, 'set-cookie': cookie }, body: null };
}
