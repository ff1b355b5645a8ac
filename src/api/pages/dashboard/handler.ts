import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../../../core/config/config.ts';
import {
  type Answer,
  type Handler,
  type Incoming,
  optionsAnswer,
} from '../../../core/http/exchange.ts';
import { packageFolder } from '../../../core/package-folder.ts';
import { pagePolicy } from '../../http/page-policy.ts';

/** The page and its parts, as `npm run build` makes them from `dashboard/`. */
const FILES: Readonly<Record<string, { readonly name: string; readonly type: string }>> = {
  '/dashboard': { name: 'index.html', type: 'text/html; charset=utf-8' },
  '/dashboard/main.js': { name: 'main.js', type: 'text/javascript; charset=utf-8' },
  '/dashboard/main.css': { name: 'main.css', type: 'text/css; charset=utf-8' },
};

/** The style sheet that the plotting library puts into each chart; a browser test knows when it changes. */
const PLOT_STYLE = "'sha256-+TfQir1nvDucAdvE6XUQBt4ayUjpAWkbw2kCdSfekHM='";

const HEADERS = {
  'content-security-policy': pagePolicy({
    'script-src': "'self'",
    'style-src': `'self' ${PLOT_STYLE}`,
    'connect-src': "'self'",
    'img-src': 'data:',
  }),
  'referrer-policy': 'no-referrer',
  // Kept, but asked for again each time: the next version is seen at once.
  'cache-control': 'no-cache',
  vary: 'Accept-Encoding',
};

type Page = { readonly body: Uint8Array; readonly tag: string };

/** Serves the dashboard. It holds no secret: what it shows, it asks the API for with a typed-in key. */
export function createDashboard(
  { basePath }: Pick<Config, 'basePath'>,
  folder = packageFolder('dist', 'dashboard'),
): Handler {
  const pages = new Map<string, Promise<Page>>();
  return async (request) => {
    const file = FILES[request.path];
    if (file === undefined) return null;
    if (request.method === 'OPTIONS') return optionsAnswer(['GET', 'HEAD', 'OPTIONS']);
    if (request.method !== 'GET') return null;
    const path = join(folder, file.name);
    if (!existsSync(path)) return notBuilt();
    const page = pages.get(path) ?? readPage(path, basePath);
    pages.set(path, page);
    return answer(request, file.type, await page);
  };
}

function answer({ headers }: Incoming, type: string, { body, tag }: Page): Answer {
  const own = { ...HEADERS, 'content-type': type, etag: tag };
  return headers['if-none-match'] === tag
    ? { status: 304, headers: own, body: null }
    : { status: 200, headers: own, body };
}

/** @param basePath what the addresses in the page begin with */
async function readPage(path: string, basePath: string): Promise<Page> {
  const read = await readFile(path);
  const body = path.endsWith('.html')
    ? Buffer.from(read.toString().replaceAll('"/dashboard/', `"${basePath}/dashboard/`))
    : read;
  // Weak, because it is sent in several codings.
  return { body, tag: `W/"${createHash('sha256').update(body).digest('base64url')}"` };
}

function notBuilt(): Answer {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { status: 404, headers, body: 'The dashboard is not built: npm run build\n' };
}
