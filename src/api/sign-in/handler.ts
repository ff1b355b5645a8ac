import type { App } from '../../core/app.ts';
import {
  type Answer,
  detailAnswer,
  type Handler,
  type Incoming,
  jsonAnswer,
  optionsAnswer,
} from '../../core/http/exchange.ts';
import { NoRightsError, RefusedKeyError } from '../../security/authentication/refused-key.ts';
import { ANONYMOUS } from '../../security/callers/viewer.ts';
import type { Quota } from '../../security/limits/limits.ts';
import type { KnownProvider } from '../../security/providers/providers.ts';
import { cookiePlace, setCookie } from '../../security/sessions/cookies.ts';
import { LINK_PATH } from '../../security/sessions/links.ts';
import { forgottenCookie, hasSessionCookie } from '../../security/sessions/request.ts';
import { isOfProvider } from '../../security/sessions/sessions.ts';
import { LOGOUT_TOKEN_PATH } from '../http/answer-request.ts';
import { backChannelLogout } from './back-channel.ts';
import { beginSignIn } from './begin.ts';
import { completeSignIn } from './complete.ts';
import { openLink, submitLink } from './link.ts';
import { problemPage } from './page.ts';
import { asRefused, type SignInRefused } from './refused.ts';
import { pageBefore } from './return-path.ts';
import { sessionOf, signOut } from './sign-out.ts';

type Called = { readonly request: Incoming; readonly quota: Quota };

const PATH = /^\/sign-in\/([a-z][a-z0-9-]{0,31})(\/callback)?$/;

/** Lets people sign in and out with a browser. */
export function createSignIn(app: App): Handler {
  const { basePath, publicOrigin: origin } = app.config;
  const offered = app.providers.known.filter(({ config }) => config.signIn !== undefined);

  async function answerOf(found: Found, called: Called): Promise<Answer> {
    const { request, quota } = called;
    try {
      await quota.takeAddress();
      return await found.answer(called);
    } catch (error) {
      const { known } = found;
      const refused = asRefused(error, known ? displayNameOf(known) : 'The provider');
      noteRefused(app, { request, what: found.what, error, refused });
      return found.isPage
        ? refusedPage(request, refused)
        : detailAnswer(refused.status, refused.message);
    }
  }

  function refusedPage(request: Incoming, { status, message, remedy }: SignInRefused): Answer {
    const place = cookiePlace(app.config);
    const cookie = setCookie({ name: 'attempt', value: '', seconds: 0, place });
    const address = basePath + pageBefore(app, request);
    return problemPage({ status, text: `${message}. ${remedy}`, address }, cookie);
  }

  /** What the sign-in forms show: nothing where no provider is set up for it. */
  async function offers({ request, quota }: Called): Promise<Answer> {
    const session = origin === null ? null : await sessionOf(app, request, { quota });
    const providers = offered.map((known) => ({
      name: displayNameOf(known),
      address: `${basePath}/sign-in/${known.config.name}`,
    }));
    const isSignedIn = session !== null && !session.isExpired && isOfProvider(app, session);
    const isForgotten = !isSignedIn && hasSessionCookie(app, request.headers);
    const cookie = isForgotten ? { 'set-cookie': forgottenCookie(app) } : {};
    return jsonAnswer(200, { providers, isSignedIn }, cookie);
  }

  function find({ path }: Incoming): Found | null {
    if (path === '/sign-in') return at(path, ['GET'], offers);
    if (origin === null) return null;
    return ownPath(path, origin) ?? pathOfProvider(path);
  }

  function ownPath(path: string, origin: string): Found | null {
    if (path === '/sign-out')
      return at(path, ['POST'], (called) => signOut(app, called.request, { ...called, origin }));
    if (path === LOGOUT_TOKEN_PATH)
      return at(path, ['POST'], (called) => backChannelLogout(app, offered, called));
    if (path !== LINK_PATH) return null;
    const answer: Found['answer'] = async (called) =>
      called.request.method === 'POST' ? await submitLink(app, called, origin) : openLink(app);
    return { ...at(path, ['GET', 'POST'], answer), isPage: true };
  }

  function pathOfProvider(path: string): Found | null {
    const [, name, callback] = PATH.exec(path) ?? [];
    const known = offered.find(({ config }) => config.name === name);
    if (known === undefined) return null;
    const answer: Found['answer'] = ({ request, quota }) =>
      callback === undefined
        ? beginSignIn(app, known, request)
        : completeSignIn(app, known, request, quota);
    const route = path.replace(name ?? '', '{name}');
    return { ...at(path, ['GET'], answer), route, known, isPage: true };
  }

  return async (request) => {
    const found = find(request);
    if (found === null) return null;
    request.record.route = found.route;
    const named = found.methods.flatMap((name) => (name === 'GET' ? [name, 'HEAD'] : name));
    const allowed = [...named, 'OPTIONS'];
    if (request.method === 'OPTIONS') return optionsAnswer(allowed);
    if (!found.methods.some((name) => name === request.method))
      return detailAnswer(405, 'Method Not Allowed', { allow: allowed.join(', ') });
    const quota = app.limits.quotaFor(request.ip);
    const { headers, ...answer } = await answerOf(found, { request, quota });
    return { ...answer, headers: { ...headers, ...quota.headers() } };
  };
}

type Found = {
  readonly methods: readonly ('GET' | 'POST')[];
  readonly what: string;
  readonly route: string;
  /** Whether people see what is answered. */
  readonly isPage?: true;
  /** At which people sign in. */
  readonly known?: KnownProvider;
  readonly answer: (called: Called) => Promise<Answer>;
};

function at(path: string, methods: Found['methods'], answer: Found['answer']): Found {
  return { methods, what: path, route: path, answer };
}

function displayNameOf({ config: { name, signIn } }: KnownProvider): string {
  return signIn?.displayName ?? name;
}

type Noted = {
  readonly request: Incoming;
  readonly what: string;
  readonly error: unknown;
  readonly refused: SignInRefused;
};

/** Too many requests, and a provider that is away, are no refusals. */
function noteRefused(app: App, { request: { ip, requestId }, what, error, refused }: Noted): void {
  if (refused.status === 429 || refused.status === 503) return;
  const isKnown = error instanceof RefusedKeyError || error instanceof NoRightsError;
  const viewer = isKnown ? error.identity : ANONYMOUS;
  app.refusals.note({ caller: { viewer, ip, requestId }, what, why: refused.message });
  if (refused.status === 502)
    app.log.warn({ err: error, requestId }, 'a sign-in provider gave no valid answer');
}
