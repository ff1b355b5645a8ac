import type { IncomingHttpHeaders } from 'node:http';

/** Where a key, a service's secret or a signature may stand. A form on another site can send none of them. */
const KEY_HEADERS = [
  'x-api-key',
  'x-admin-api-key',
  'x-internal-secret',
  'x-webhook-signature',
  'authorization',
];

export function hasKeyHeader(headers: IncomingHttpHeaders): boolean {
  return KEY_HEADERS.some((name) => Boolean(headers[name]));
}
