import type { IncomingMessage } from 'node:http';
import { MAX_BODY_BYTES, MAX_JSON_DEPTH } from './limits.ts';
import { nestsDeeperThan } from './nesting.ts';
import type { Refusal } from './refusal.ts';

export type Body = { readonly text: string | null } | { readonly refusal: Refusal };

const TOO_LARGE: Refusal = {
  status: 413,
  message: `The body is larger than ${MAX_BODY_BYTES} bytes; send less at once`,
};
const ENCODED: Refusal = { status: 415, message: 'Send the body without Content-Encoding' };
const NOT_JSON: Refusal = {
  status: 415,
  message: 'Send the body as Content-Type: application/json, in UTF-8',
};
const NOT_UTF8: Refusal = { status: 400, message: 'The body is not valid UTF-8' };
const TOO_DEEP: Refusal = {
  status: 400,
  message: `The body nests deeper than ${MAX_JSON_DEPTH} levels`,
};
const CUT_SHORT: Refusal = { status: 400, message: 'The body ended before its announced length' };

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?;?$/i;

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a body within all limits: by its announced length, and again while it comes. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const { headers } = request;
  if (headers['content-encoding'] !== undefined) return { refusal: ENCODED };
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return { refusal: TOO_LARGE };

  const bytes = await collect(request);
  if (!Buffer.isBuffer(bytes)) return { refusal: bytes };
  if (bytes.length === 0) return { text: null };
  // Only JSON: what a form on another site can send is never read.
  if (!JSON_TYPE.test(headers['content-type'] ?? '')) return { refusal: NOT_JSON };
  return decode(bytes);
}

function collect(request: IncomingMessage): Promise<Buffer | Refusal> {
  const { promise, resolve } = Promise.withResolvers<Buffer | Refusal>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) {
      request.pause();
      resolve(TOO_LARGE);
    } else chunks.push(chunk);
  });
  request.on('end', () =>
    resolve(chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks)),
  );
  request.on('error', () => resolve(CUT_SHORT));
  request.on('close', () => resolve(CUT_SHORT));
  return promise;
}

function decode(bytes: Buffer): Body {
  const text = decodeUtf8(bytes);
  if (text === null) return { refusal: NOT_UTF8 };
  return nestsDeeperThan(text, MAX_JSON_DEPTH) ? { refusal: TOO_DEEP } : { text };
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
