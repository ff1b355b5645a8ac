import { randomBytes } from 'node:crypto';
import type { App } from '../../core/app.ts';
import type { Answer, Incoming } from '../../core/http/exchange.ts';
import type { Quota } from '../../security/limits/limits.ts';
import { isSameText } from '../../security/sessions/attempt.ts';
import { cookiePlace, readCookie, setCookie } from '../../security/sessions/cookies.ts';
import { isFromHere } from '../../security/sessions/csrf.ts';
import { findLink, LINK_PATH, useLink } from '../../security/sessions/links.ts';
import { sessionDigest } from '../../security/sessions/sessions.ts';
import { signedInAnswer } from './complete.ts';
import { linkPage, openingPage } from './page.ts';
import { SignInRefused } from './refused.ts';

const SECRET = /^[\w-]{43}$/;
const FORM_SECONDS = 300;
const RETURN = '/dashboard';
const NEW_LINK = 'Ask the administrator of this service for a new link.';

type Called = { readonly request: Incoming; readonly quota: Quota };

/** The page that a link opens. The secret in the link comes with the form that this page sends. */
export function openLink({ config }: App): Answer {
  return openingPage(config.basePath + LINK_PATH);
}

/** What the two forms send: the first one the secret, the second one also a proof that it was shown. */
export function submitLink(app: App, called: Called, origin: string): Promise<Answer> {
  const { headers, body } = called.request;
  const form = new URLSearchParams(body ?? '');
  const token = secretIn(form);
  const proof = form.get('proof');
  if (!isFromHere(headers, origin)) throw foreign();
  return proof === null ? showUser(app, called, token) : signIn(app, called, { token, proof });
}

/** Shows whom the link signs in. It changes nothing. */
async function showUser(app: App, { quota }: Called, token: string): Promise<Answer> {
  const user = await quota.tryKey(token, () => findLink(app, token));
  if (user === null) throw unusable();
  const nonce = randomBytes(16).toString('base64url');
  const place = cookiePlace(app.config);
  const cookie = setCookie({ name: 'link', value: nonce, seconds: FORM_SECONDS, place });
  const address = app.config.basePath + LINK_PATH;
  const proof = proofOf(app, nonce, token);
  return linkPage({ email: user.email, address, token, proof }, cookie);
}

type Submitted = { readonly token: string; readonly proof: string };

/** Signs the user of the link in, once, if this browser was shown the form. */
async function signIn(
  app: App,
  { request: { headers, ip, requestId }, quota }: Called,
  { token, proof }: Submitted,
): Promise<Answer> {
  const place = cookiePlace(app.config);
  const nonce = readCookie(headers, 'link', place);
  if (nonce === undefined || !isSameText(proof, proofOf(app, nonce, token))) throw foreign();
  const before = sessionDigest(app, readCookie(headers, 'session', place) ?? '');
  const secret = await quota.tryKey(token, () =>
    useLink(app, { ip, requestId }, { secret: token, before }),
  );
  if (secret === null) throw unusable();
  return signedInAnswer(app, secret, RETURN);
}

/** Another text would be looked up in vain. */
function secretIn(parameters: URLSearchParams): string {
  const given = parameters.getAll('token');
  const [token = ''] = given;
  return given.length === 1 && SECRET.test(token) ? token : '';
}

/** Cross-site request forgery: only a browser that was shown the form has both parts. */
function proofOf(app: App, nonce: string, token: string): string {
  return Buffer.from(sessionDigest(app, `form ${nonce} ${token}`)).toString('base64url');
}

function foreign(): SignInRefused {
  return new SignInRefused(
    403,
    'The form was not sent from the page of this link',
    'Open the link again, and allow cookies of this site.',
  );
}

function unusable(): SignInRefused {
  return new SignInRefused(
    400,
    'The link was used already, has expired, or was replaced by a newer one',
    NEW_LINK,
  );
}
