import { z } from 'zod';
import type { Config } from '../../core/config/config.ts';
import { VERSION } from '../../core/version.ts';
import { fail, type InstallationCheck, ok, warn } from './check.ts';
import { checkSignIn } from './sign-in.ts';
import { certificateFault, checkTransport } from './transport.ts';

const NAME = 'public URL';
const TIMEOUT_MS = 10_000;
const ROOT = z.object({ message: z.string() }).transform(({ message }) => message);
const ALIVE = z.object({ service: z.literal('admin-api'), version: z.string() });

/** Asks the service as its callers do: through the proxy and its certificate. */
export async function checkPublicUrl(config: Config, url: URL): Promise<InstallationCheck[]> {
  const home = url.href.endsWith('/') ? url : new URL(`${url.href}/`);
  const response = await fetch(new URL('health/live', home), {
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => reasonOf(error));
  if (typeof response === 'string')
    return [
      certificateFault(url, response) ??
        fail(
          NAME,
          `${url.href} does not respond (${response}).`,
          'Check its name, and that the proxy runs and leads to this service.',
        ),
    ];
  if (response.headers.has('location'))
    return [
      fail(
        NAME,
        `${url.href} leads to another address (status ${response.status}).`,
        'Give the address that callers end at, for example with https.',
      ),
    ];
  const alive = ALIVE.safeParse(await response.json().catch(() => null)).data;
  if (alive === undefined)
    return [
      fail(
        NAME,
        `Something else than this service answers at ${url.href} (status ${response.status}).`,
        'Give the address of this service, and let the proxy pass all paths on unchanged.',
      ),
    ];
  const api = await checkApi(config, home);
  if (api !== null) return [api];
  return [
    alive.version === VERSION
      ? ok(NAME, `This service answers at ${url.href}.`)
      : warn(
          NAME,
          `Version ${alive.version} answers at ${url.href}, and this is ${VERSION}.`,
          'Restart the service with this version.',
        ),
    ...(await checkPath(config, home)),
    ...(await checkSignIn(config, home)),
    ...checkTransport(config, url),
  ];
}

/**
 * Health is also answered where the API is not: at METRICS_PORT, and behind a proxy that passes on nothing else.
 * @returns what is wrong; null where the API answers, or where its path is to be looked at first
 */
async function checkApi({ basePath }: Config, home: URL): Promise<InstallationCheck | null> {
  if (home.pathname.slice(0, -1) !== basePath) return null;
  const root = await ask(home);
  const body = ROOT.safeParse(await root?.json().catch(() => null)).data;
  if (body?.endsWith('(Latchkey)')) return null;
  const metrics = await ask(new URL('metrics', home));
  if (metrics?.status === 200)
    return fail(
      NAME,
      `${home.href} is the port of METRICS_PORT, which has metrics and health checks only.`,
      'Give the address that callers use, which leads to PORT.',
    );
  // Of a proxy that removes BASE_PATH, the check of the path says more.
  if (basePath !== '') return null;
  return fail(
    NAME,
    `At ${home.href} only health checks of this service are answered (the start page: status ${root?.status ?? 'none'}).`,
    'Let the proxy pass all paths on to the service, unchanged.',
  );
}

async function ask(url: URL): Promise<Response | null> {
  return await fetch(url, {
    headers: { accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
}

/** Health is answered without BASE_PATH, too; everything else is not. */
async function checkPath({ basePath }: Config, home: URL): Promise<InstallationCheck[]> {
  const path = home.pathname.slice(0, -1);
  if (path !== basePath)
    return [
      fail(
        'path',
        `The service is at ${path || '/'}, and BASE_PATH is ${basePath || 'not set'}.`,
        path === '' ? `Give the address with ${basePath}.` : `Set BASE_PATH=${path}.`,
      ),
    ];
  if (basePath === '') return [];
  const answer = await ask(home);
  return answer?.status === 200
    ? [ok('path', `All paths begin with ${basePath}.`)]
    : [
        fail(
          'path',
          `Requests arrive without ${basePath}, or the service was started with another BASE_PATH.`,
          'Let the proxy pass paths on unchanged: in nginx, proxy_pass without a path.',
        ),
      ];
}

function reasonOf(error: unknown): string {
  const { cause, name } = error as Error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : name;
  return String(code);
}
