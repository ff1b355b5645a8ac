import { optional, preset } from './described.ts';
import { originList, publicOrigin } from './origins.ts';
import { privateTargets } from './private-targets.ts';
import { basePath, integerSetting } from './rules.ts';
import { trustProxy } from './trust-proxy.ts';

/** What stands around it. */
export const NETWORK = {
  BASE_PATH: optional(
    basePath,
    '',
    'The path below which the service is, such as `/latchkey`, if it shares its host with others. All paths begin with it then, except at `METRICS_PORT`; health checks are answered without it, too. The proxy must keep it in the path.',
  ),
  PUBLIC_ORIGIN: optional(
    publicOrigin,
    '',
    'Scheme, host and port of this service as browsers see it, such as `https://latchkey.example.com`, for sign-in links. Default: that of `redirectUri` in `OIDC_PROVIDERS`. Without both, people sign in with keys only.',
  ),
  TRUST_PROXY: preset(
    trustProxy,
    'false',
    'Which proxies to trust for `X-Forwarded-For`: the number of proxies in front of the service (`1`; `true` is the same, with a warning), or their addresses and networks, separated by commas (`10.0.0.5, 10.1.0.0/16`, `loopback`, `private`). Addresses are read from the right; values that a client sent are ignored.',
  ),
  CORS_ORIGINS: optional(
    originList,
    '',
    'Which web pages may call the service from a browser: their exact origins, separated by commas (`https://app.example.com, http://localhost:5173`), or `none`. Default in development: pages of `localhost`, `127.0.0.1` and `[::1]` on every port; in production: `none`.',
  ),
  WEBHOOK_ALLOWED_NETWORKS: optional(
    privateTargets,
    '',
    'Private places where webhooks may lead: networks and exact host names, separated by commas (`172.18.0.0/16, n8n, hooks.lan`). Addresses at which clouds answer their own machines are refused all the same. Default: none.',
  ),
  CONNECTIONS_PER_ADDRESS: preset(
    integerSetting(0, 1_000_000),
    '4096',
    'How many connections one address (for IPv6: one /64 network) may have open at once. Trusted proxies are not counted. `0`: no limit.',
  ),
  REQUESTS_AT_ONCE: preset(
    integerSetting(4, 100_000),
    '256',
    'How many requests are handled at once. One address gets at most half of them, several share. Others wait for up to a second; if more wait than are answered in half a second, there is an overload, and some are refused with 503 and `Retry-After`.',
  ),
};
