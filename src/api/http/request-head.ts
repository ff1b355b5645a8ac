import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hasBody } from './body.ts';
import { MAX_ACCEPT_LENGTH, MAX_HEADERS, MAX_URL_LENGTH } from './limits.ts';
import type { HttpRefusal } from './refusal.ts';

const LONG_URL: HttpRefusal = {
  status: 414,
  message: `The URL is longer than ${MAX_URL_LENGTH} characters`,
};
const LONG_ACCEPT: HttpRefusal = {
  status: 400,
  message: `The Accept header is longer than ${MAX_ACCEPT_LENGTH} characters; list fewer types`,
};
const MANY_HEADERS: HttpRefusal = {
  status: 431,
  message: `The request has more than ${MAX_HEADERS} header fields`,
};

/** What is wrong with a request before its body is read. */
export function headProblem({
  url = '/',
  headers,
  rawHeaders,
}: IncomingMessage): HttpRefusal | null {
  if (url.length > MAX_URL_LENGTH) return LONG_URL;
  // Names and values take turns.
  if (rawHeaders.length > 2 * MAX_HEADERS) return MANY_HEADERS;
  return (headers.accept?.length ?? 0) > MAX_ACCEPT_LENGTH ? LONG_ACCEPT : null;
}

export function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

const HEALTH = new Set(['/health', '/health/live', '/health/ready']);

export function isHealthCheck(request: IncomingMessage, path: string): boolean {
  return HEALTH.has(path) && request.method === 'GET' && !hasBody(request);
}

const GIVEN_ID = /^[\w.-]{1,64}$/;

export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && GIVEN_ID.test(given) ? given : randomUUID();
}
