import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { withoutBase } from './base-path.ts';
import { hasBody, hasManyFields } from './body.ts';
import { acceptedCodings } from './content-coding.ts';
import { MAX_ACCEPT_LENGTH, MAX_FIELDS, MAX_HEADERS, MAX_URL_LENGTH } from './limits.ts';
import type { HttpRefusal } from './refusal.ts';

const LONG_URL: HttpRefusal = {
  status: 414,
  message: `The URL is longer than ${MAX_URL_LENGTH} characters`,
};
const MANY_PARAMETERS: HttpRefusal = {
  status: 400,
  message: `The URL has more than ${MAX_FIELDS} parameters`,
};
const LONG_ACCEPT: HttpRefusal = {
  status: 400,
  message: `The Accept header is longer than ${MAX_ACCEPT_LENGTH} characters; list fewer types`,
};
const MANY_HEADERS: HttpRefusal = {
  status: 431,
  message: `The request has more than ${MAX_HEADERS} header fields`,
};
const LONG_ENCODING: HttpRefusal = {
  status: 400,
  message: `The Accept-Encoding header is longer than ${MAX_ACCEPT_LENGTH} characters; list fewer codings`,
};
const NO_CODING: HttpRefusal = {
  status: 406,
  message: 'Accept-Encoding excludes every coding of this service; accept gzip, br or identity',
};
/** Node keeps the first, and a proxy may have read another one. */
const AUTHORIZATION_TWICE: HttpRefusal = {
  status: 400,
  message: 'The Authorization header was sent more than once; send it once',
};
/** Node reads any codings before the last one as if they were not there. */
const TRANSFER_CODING: HttpRefusal = {
  status: 400,
  code: 'NOT_SUPPORTED',
  message: 'Transfer codings other than chunked are not supported; send Transfer-Encoding: chunked',
};
const WEB_SOCKET: HttpRefusal = {
  status: 400,
  code: 'NOT_SUPPORTED',
  message:
    'WebSocket is not supported; send the subscription as a POST request with Accept: text/event-stream',
};

/** What is wrong with a request before its body is read. */
export function headProblem({
  url = '/',
  headers,
  rawHeaders,
}: IncomingMessage): HttpRefusal | null {
  if (url.length > MAX_URL_LENGTH) return LONG_URL;
  if (hasManyFields(url)) return MANY_PARAMETERS;
  // Names and values take turns.
  if (rawHeaders.length > 2 * MAX_HEADERS) return MANY_HEADERS;
  if ((headers.accept?.length ?? 0) > MAX_ACCEPT_LENGTH) return LONG_ACCEPT;
  if (!isPlainlyChunked(headers)) return TRANSFER_CODING;
  if (headers.upgrade !== undefined && WEB_SOCKET_PROTOCOL.test(headers.upgrade)) return WEB_SOCKET;
  if (headers.authorization !== undefined && isRepeated('authorization', rawHeaders))
    return AUTHORIZATION_TWICE;
  const { 'accept-encoding': encoding } = headers;
  return encoding === undefined ? null : codingProblem(String(encoding));
}

function isPlainlyChunked({ 'transfer-encoding': coding }: IncomingHttpHeaders): boolean {
  return coding === undefined || coding.toLowerCase() === 'chunked';
}

/** @param rawHeaders names and values in turn */
function isRepeated(name: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let place = 0; place < rawHeaders.length; place += 2)
    if (rawHeaders[place]?.length === name.length && rawHeaders[place]?.toLowerCase() === name)
      times += 1;
  return times > 1;
}

const WEB_SOCKET_PROTOCOL = /\bwebsocket\b/i;

function codingProblem(encoding: string): HttpRefusal | null {
  if (encoding.length > MAX_ACCEPT_LENGTH) return LONG_ENCODING;
  const { coding, identity } = acceptedCodings(encoding);
  return coding === null && !identity ? NO_CODING : null;
}

export type RequestTarget = {
  /** Without the prefix of the service and a slash at the end, which are no part of any path. */
  readonly path: string;
  /** Whether it is not below the prefix. */
  readonly isOutside: boolean;
  /** Whether there was one. */
  readonly hasSlash: boolean;
  /** With its question mark; empty where there is no query. */
  readonly search: string;
};

const SCHEME_AND_HOST = /^https?:\/\/[^/?]*/i;

/** The path and the query of a target, which may also be a full URL, as clients send it to proxies. */
export function targetOf(url: string, basePath: string): RequestTarget {
  const target = url.startsWith('/') ? url : url.replace(SCHEME_AND_HOST, '');
  const query = target.indexOf('?');
  return query === -1
    ? { ...pathOf(target, basePath), search: '' }
    : { ...pathOf(target.slice(0, query), basePath), search: target.slice(query) };
}

function pathOf(path: string, basePath: string): Omit<RequestTarget, 'search'> {
  const hasSlash = path.length > 1 && path.endsWith('/') && !path.endsWith('//');
  const plain = (hasSlash ? path.slice(0, -1) : path) || '/';
  const below = withoutBase(plain, basePath);
  return { path: below ?? plain, isOutside: below === null, hasSlash };
}

const HEALTH = new Set(['/health', '/health/live', '/health/ready']);
const READS = new Set(['GET', 'HEAD']);

export function isHealthCheck(request: IncomingMessage, path: string): boolean {
  const { method = '' } = request;
  return HEALTH.has(path) && READS.has(method) && !hasBody(request);
}
