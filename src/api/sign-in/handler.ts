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
import { originOf } from '../../security/sessions/csrf.ts';
import { LOGOUT_TOKEN_PATH } from '../http/request-handler.ts';
import { backChannelLogout } from './back-channel.ts';
import { beginSignIn } from './begin.ts';
import { completeSignIn } from './complete.ts';
import { problemPage } from './page.ts';
import { asRefused, type SignInRefused } from './refused.ts';
import { pageBefore } from './return-path.ts';
import { sessionOf, signOut } from './sign-out.ts';

type Called = { readonly request: Incoming; readonly quota: Quota };

const PATH = /^\/sign-in\/([a-z][a-z0-9-]{0,31})(\/callback)?$/;

/** Lets people sign in and out with a browser. */
export function createSignIn(app: App): Handler {
  const origin = originOf(app.config.providers);
  const { basePath } = app.config;
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
      return known ? refusedPage(request, refused) : detailAnswer(refused.status, refused.message);
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
    return jsonAnswer(200, { providers, isSignedIn: session !== null && !session.isExpired });
  }

  function find({ path }: Incoming): Found | null {
    if (path === '/sign-in') return { method: 'GET', what: path, route: path, answer: offers };
    if (origin === null) return null;
    if (path === '/sign-out')
      return {
        method: 'POST',
        what: path,
        route: path,
        answer: (called) => signOut(app, called.request, { ...called, origin }),
      };
    if (path === LOGOUT_TOKEN_PATH)
      return {
        method: 'POST',
        what: path,
        route: path,
        answer: (called) => backChannelLogout(app, offered, called),
      };
    const [, name, callback] = PATH.exec(path) ?? [];
    const known = offered.find(({ config }) => config.name === name);
    if (known === undefined) return null;
    return {
      method: 'GET',
      what: path,
      route: path.replace(name ?? '', '{name}'),
      known,
      answer: ({ request, quota }) =>
        callback === undefined
          ? beginSignIn(app, known, request)
          : completeSignIn(app, known, request, quota),
    };
  }

  return async (request) => {
    const found = find(request);
    if (found === null) return null;
    request.record.route = found.route;
    const allowed = found.method === 'GET' ? ['GET', 'HEAD', 'OPTIONS'] : ['POST', 'OPTIONS'];
    if (request.method === 'OPTIONS') return optionsAnswer(allowed);
    if (request.method !== found.method)
      return detailAnswer(405, 'Method Not Allowed', { allow: allowed.join(', ') });
    const quota = app.limits.quotaFor(request.ip);
    const { headers, ...answer } = await answerOf(found, { request, quota });
    return { ...answer, headers: { ...headers, ...quota.headers() } };
  };
}

type Found = {
  readonly method: 'GET' | 'POST';
  readonly what: string;
  readonly route: string;
  /** Of a page that people see. */
  readonly known?: KnownProvider;
  readonly answer: (called: Called) => Promise<Answer>;
};

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
