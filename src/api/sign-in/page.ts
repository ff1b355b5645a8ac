import { hash } from 'node:crypto';
import type { Answer } from '../../core/http/exchange.ts';
import { pagePolicy } from '../http/page-policy.ts';
import { STYLE } from '../pages/start/page.ts';

/** Why somebody was not signed in, in a sentence or two that say what to do. */
export type SignInProblem = {
  readonly status: number;
  readonly text: string;
  /** Where to try again. */
  readonly address: string;
};

const POLICY = pagePolicy({
  'style-src': `'sha256-${hash('sha256', STYLE, 'base64')}'`,
  'img-src': 'data:',
});

export function problemPage({ status, text, address }: SignInProblem, cookie: string): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': POLICY,
      'referrer-policy': 'no-referrer',
      'set-cookie': cookie,
      ...(status === 503 && { 'retry-after': '10' }),
    },
    body: `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Latchkey: not signed in</title>
    <link rel="icon" href="data:,">
    <style>${STYLE}</style>
  </head>
  <body>
    <main>
      <h1>You are not signed in</h1>
      <p role="alert">${escaped(text)}</p>
      <ul>
        <li><a href="${escaped(address)}"><strong>Back to sign-in</strong></a></li>
      </ul>
    </main>
  </body>
</html>
`,
  };
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
