import { hash } from 'node:crypto';
import type { Answer } from '../../core/http/exchange.ts';
import { pagePolicy } from '../http/page-policy.ts';
import { START_PAGE_STYLE } from '../pages/start/page.ts';

const NEEDS = {
  'style-src': `'sha256-${hash('sha256', START_PAGE_STYLE, 'base64')}'`,
  'img-src': 'data:',
};
const TYPE = 'text/html; charset=utf-8';

/** Why somebody was not signed in, in a sentence or two that say what to do. */
export type SignInProblem = {
  readonly status: number;
  readonly text: string;
  /** Where to try again. */
  readonly address: string;
};

export function problemPage({ status, text, address }: SignInProblem, cookie: string): Answer {
  return {
    status,
    headers: {
      'content-type': TYPE,
      'content-security-policy': pagePolicy(NEEDS),
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'set-cookie': cookie,
      ...(status === 503 && { 'retry-after': '10' }),
    },
    body: page({
      title: 'Latchkey: not signed in',
      heading: 'You are not signed in',
      content: `<p role="alert">${escaped(text)}</p>
      <ul>
        <li><a href="${escaped(address)}"><strong>Back to sign-in</strong></a></li>
      </ul>`,
    }),
  };
}

/**
 * Sends the secret on, and out of the address: it stays in no history. A key that the dashboard keeps in
 * this tab would count instead of the sign-in.
 */
const SEND_SECRET = `
// Another link that is opened in this tab loads nothing by itself.
addEventListener('hashchange', () => location.reload());
const secret = location.hash.slice(1);
history.replaceState(null, '', location.pathname);
if (secret === '') document.getElementById('incomplete').hidden = false;
else {
  sessionStorage.removeItem('latchkey.key' + location.pathname.split('/sign-in/')[0]);
  document.forms[0].elements.token.value = secret;
  document.forms[0].submit();
}
`;
const SENDS_SECRET = {
  ...NEEDS,
  'script-src': `'sha256-${hash('sha256', SEND_SECRET, 'base64')}'`,
};

/** What a link opens. Only the browser has the secret in it. */
export function openingPage(address: string): Answer {
  return {
    status: 200,
    headers: headersOfForm(SENDS_SECRET),
    body: page({
      title: 'Latchkey: sign in',
      heading: 'Sign in',
      content: `<p role="alert" id="incomplete" hidden>The link is incomplete, or was opened before. Open all of it again, or ask the administrator of this service for a new one.</p>
      <noscript><p>Switch JavaScript on to open this link.</p></noscript>
      <form method="post" action="${escaped(address)}"><input type="hidden" name="token"></form>
      <script>${SEND_SECRET}</script>`,
    }),
  };
}

/** Whom a link signs in, and what the form sends. */
type LinkForm = {
  readonly email: string;
  readonly address: string;
  readonly token: string;
  readonly proof: string;
};

/** A click is asked for: programs that look at each link of a message would use it up. */
export function linkPage({ email, address, token, proof }: LinkForm, cookie: string): Answer {
  return {
    status: 200,
    headers: { ...headersOfForm(NEEDS), 'set-cookie': cookie },
    body: page({
      title: 'Latchkey: sign in',
      heading: 'Sign in',
      content: `<p>This link signs you in once, as <strong>${escaped(email)}</strong></p>
      <form method="post" action="${escaped(address)}">
        <input type="hidden" name="token" value="${escaped(token)}">
        <input type="hidden" name="proof" value="${escaped(proof)}">
        <button type="submit">Sign in</button>
      </form>`,
    }),
  };
}

function headersOfForm(needs: Parameters<typeof pagePolicy>[0]) {
  return {
    'content-type': TYPE,
    'content-security-policy': pagePolicy(needs, "'self'"),
    // With `no-referrer`, browsers hide the origin of a form as well.
    'referrer-policy': 'strict-origin',
    'cache-control': 'no-store',
  };
}

type Page = { readonly title: string; readonly heading: string; readonly content: string };

function page({ title, heading, content }: Page): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${title}</title>
    <link rel="icon" href="data:,">
    <style>${START_PAGE_STYLE}</style>
  </head>
  <body>
    <main>
      <h1>${heading}</h1>
      ${content}
    </main>
  </body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '');
}
