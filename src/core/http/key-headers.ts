import type { IncomingHttpHeaders } from 'node:http';

/** Where a key, or a service's secret, may stand. A form on another site can send none of them. */
const KEY_HEADERS = ['x-api-key', 'x-admin-api-key', 'x-internal-secret', 'authorization'];

export function hasKeyHeader(headers: IncomingHttpHeaders): boolean {
  return KEY_HEADERS.some((name) => Boolean(headers[name]));
}
