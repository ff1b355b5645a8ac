import { hash } from 'node:crypto';
import type { Config } from '../../../core/config/config.ts';
import {
  type Answer,
  type Handler,
  type Incoming,
  optionsAnswer,
} from '../../../core/http/exchange.ts';
import { packageFolder } from '../../../core/package-folder.ts';
import { wantsPage } from '../wants-page.ts';
import { ASSET_FOLDER, type Assets, loadAssets } from './assets.ts';
import { graphiqlPage, POLICY } from './page.ts';

type Served = { readonly assets: Assets; readonly page: string; readonly tag: string };

/** Answers a browser that opens `/graphql`, with whatever query, with the page to explore the API in. */
export function createGraphiQL(
  { graphiql, basePath }: Pick<Config, 'graphiql' | 'basePath'>,
  folder = packageFolder('dist', 'dashboard'),
): Handler {
  let serving: Promise<Served> | null = null;
  // Nine megabytes that most processes never serve: made when the first browser asks.
  const served = () => {
    serving ??= prepare(folder, basePath).catch((error: unknown) => {
      serving = null;
      throw error;
    });
    return serving;
  };
  return async (request) => {
    if (!graphiql) return null;
    if (request.path.startsWith(ASSET_FOLDER)) return asset(request, await served());
    return request.path === '/graphql' && wantsPage(request) ? page(request, await served()) : null;
  };
}

async function prepare(folder: string, basePath: string): Promise<Served> {
  const assets = await loadAssets(folder, basePath);
  const text = graphiqlPage(assets);
  return { assets, page: text, tag: `W/"${hash('sha256', text, 'base64url')}"` };
}

function page({ headers }: Incoming, { page: body, tag }: Served): Answer {
  const own = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': POLICY,
    'referrer-policy': 'no-referrer',
    // Kept, but asked for again each time: the next version is seen at once.
    'cache-control': 'no-cache',
    etag: tag,
    vary: 'Accept',
  };
  return headers['if-none-match'] === tag
    ? { status: 304, headers: own, body: null }
    : { status: 200, headers: own, body };
}

function asset({ method, path }: Incoming, { assets }: Served): Answer | null {
  const found = assets.byPath.get(path);
  if (found === undefined) return null;
  if (method === 'OPTIONS') return optionsAnswer(['GET', 'HEAD', 'OPTIONS']);
  if (method !== 'GET') return null;
  const headers = {
    'content-type': found.type,
    // Its address changes with its text.
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy': POLICY,
  };
  return { status: 200, headers, body: found.body };
}
