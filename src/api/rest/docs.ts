import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from '../../core/http/exchange.ts';
import { packageFolder } from '../../core/package-folder.ts';
import { type Route, route } from '../../kit/rest/route.ts';
import { pagePolicy } from '../http/page-policy.ts';
import { DOCS_PAGE_STYLE, docsPage, startScript } from './docs-page.ts';

/** The files that the set-up copies from the package. */
const FILES: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

const POLICY = pagePolicy({
  'script-src': "'self'",
  // The library sets styles on elements that it writes as text.
  'style-src': "'self' 'unsafe-inline'",
  'connect-src': "'self'",
  'img-src': "'self' data:",
});

/** The page to read and try the REST routes in. It brings everything along: it asks no other host. */
export function docsRoutes(basePath: string): Route[] {
  return [
    page('/docs', 'The documentation', () =>
      content('text/html; charset=utf-8', docsPage(basePath)),
    ),
    page('/docs/start.js', 'Its start-up script', () =>
      content('text/javascript; charset=utf-8', startScript(basePath)),
    ),
    page('/docs/page.css', 'Its style sheet', () =>
      content('text/css; charset=utf-8', DOCS_PAGE_STYLE),
    ),
    ...Object.entries(FILES).map(([name, type]) =>
      page(`/docs/${name}`, name, () => packaged(name, type)),
    ),
  ];
}

function page(path: string, summary: string, handle: () => Answer | Promise<Answer>): Route {
  return route({
    method: 'GET',
    operationId: `read ${path}`,
    path,
    tag: 'Documentation',
    summary,
    description: 'A file of the documentation page.',
    access: { requires: 'ANYONE' },
    responses: { 200: { description: 'The file.' } },
    handle,
  });
}

function content(type: string, body: string | Uint8Array): Answer {
  return {
    status: 200,
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=3600',
      'content-security-policy': POLICY,
    },
    body,
  };
}

/** Read once: however many ask for them and do not read them, each is in memory once. */
const KEPT = new Map<string, Promise<Uint8Array>>();

async function packaged(name: string, type: string): Promise<Answer> {
  const file = KEPT.get(name) ?? readPackaged(name);
  KEPT.set(name, file);
  file.catch(() => KEPT.delete(name));
  return content(type, await file);
}

function readPackaged(name: string): Promise<Uint8Array> {
  return readFile(join(packageFolder('dist', 'docs'), name));
}
