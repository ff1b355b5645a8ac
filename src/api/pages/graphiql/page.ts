import { pagePolicy } from '../../http/page-policy.ts';
import type { Assets } from './assets.ts';

export const POLICY = pagePolicy({
  'script-src': "'self'",
  // The editor writes its own style sheets.
  'style-src': "'self' 'unsafe-inline'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'font-src': "'self' data:",
  'img-src': "'self' data: blob:",
});

/** Small: all that is large has an address of its own, and is sent once. */
export function graphiqlPage({ addresses }: Assets): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>Latchkey GraphiQL</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="${addresses['library.css']}">
    <link rel="stylesheet" href="${addresses['page.css']}">
    <script defer src="${addresses['workers.js']}"></script>
    <script defer src="${addresses['library.js']}"></script>
    <script defer src="${addresses['page.js']}"></script>
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript.</noscript>
    <form id="keys" autocomplete="off" aria-label="Keys"><h1>Latchkey GraphiQL</h1></form>
    <main id="root"></main>
  </body>
</html>
`;
}
