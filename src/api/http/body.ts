import type { IncomingMessage } from 'node:http';
import { type GrowingBuffer, growingBuffer } from './growing-buffer.ts';
import {
  MAX_BODY_BYTES,
  MAX_BODY_CHUNKS,
  MAX_FIELDS,
  MAX_FORM_BYTES,
  MAX_JSON_DEPTH,
  MAX_JSON_TOKENS,
} from './limits.ts';
import { jsonProblem } from './nesting.ts';
import type { HttpRefusal } from './refusal.ts';

export type RawBody = { readonly bytes: Buffer | null } | { readonly refusal: HttpRefusal };
export type Body = { readonly text: string | null } | { readonly refusal: HttpRefusal };

const TOO_LARGE: HttpRefusal = {
  status: 413,
  message: `The body is larger than ${MAX_BODY_BYTES} bytes; send less per request`,
};
const LARGE_FORM: HttpRefusal = {
  status: 413,
  message: `The form is larger than ${MAX_FORM_BYTES} bytes, or has more than ${MAX_FIELDS} fields`,
};
const TOO_MANY_CHUNKS: HttpRefusal = {
  status: 413,
  message: `The body has more than ${MAX_BODY_CHUNKS} chunks; send fewer, larger ones`,
};
const ENCODED: HttpRefusal = {
  status: 415,
  message: 'Send the body without Content-Encoding',
  headers: { 'accept-encoding': 'identity' },
};
const NOT_JSON: HttpRefusal = {
  status: 415,
  message: 'Send the body as Content-Type: application/json, in UTF-8',
  headers: { accept: 'application/json' },
};
const MULTIPART: HttpRefusal = {
  ...NOT_JSON,
  code: 'NOT_SUPPORTED',
  message:
    'Uploads (multipart/form-data) are not supported; send the body as Content-Type: application/json',
};
const NOT_UTF8: HttpRefusal = { status: 400, message: 'The body is not valid UTF-8' };
const TOO_DEEP: HttpRefusal = {
  status: 400,
  message: `The body is nested more than ${MAX_JSON_DEPTH} levels deep`,
};
const TOO_MANY: HttpRefusal = {
  status: 413,
  message: `The body holds more than ${MAX_JSON_TOKENS} names and values; send less per request`,
};
const JSON_LIMITS = { depth: MAX_JSON_DEPTH, tokens: MAX_JSON_TOKENS };
const CUT_SHORT: HttpRefusal = {
  status: 400,
  message: 'The body ended before its declared length',
};
const NO_MEMORY: HttpRefusal = {
  status: 503,
  message: 'Too many large requests are being read. Try again shortly.',
};

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?;?$/i;

const SCIM_TYPE = /^application\/scim\+json\s*(?:;\s*charset\s*=\s*"?utf-?8"?\s*)?;?$/i;

/** What clients send that name no type: nothing, or what curl says of everything. */
const UNSAID_TYPE = /^(?:application\/x-www-form-urlencoded)?$/i;

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;
const NO_FORM: HttpRefusal = {
  status: 415,
  message: 'Send the body as Content-Type: application/x-www-form-urlencoded',
};

const MULTIPART_TYPE = /^multipart\//i;

const utf8 = new TextDecoder('utf-8', { fatal: true });

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
}

export type BodyRules = {
  /** Is asked before memory is taken for it. */
  readonly mayHold: (bytes: number) => boolean;
  /** What nobody called JSON is taken for it, as the older admin API does. */
  readonly isJsonUnsaid: boolean;
  /** The type of SCIM is read, too. */
  readonly isScim?: boolean;
  /** A form is read, and JSON is not. */
  readonly isForm?: boolean;
};

/** Reads a body within all limits: by its announced length, and again while it comes. */
export async function readBody(
  request: IncomingMessage,
  { mayHold, isJsonUnsaid, isScim = false, isForm = false }: BodyRules,
): Promise<RawBody> {
  const { headers } = request;
  if (headers['content-encoding'] !== undefined) return { refusal: ENCODED };
  const announced = Number(headers['content-length'] ?? 0);
  if (announced > MAX_BODY_BYTES) return { refusal: TOO_LARGE };

  const bytes = await collect(request, collectorFor(announced, mayHold));
  if (!Buffer.isBuffer(bytes)) return { refusal: bytes };
  if (bytes.length === 0) return { bytes: null };
  const refusal = typeRefusal(headers['content-type'] ?? '', { isJsonUnsaid, isScim, isForm });
  if (refusal !== null) return { refusal };
  return isForm && isLargeForm(bytes) ? { refusal: LARGE_FORM } : { bytes };
}

function isLargeForm(bytes: Buffer): boolean {
  return bytes.length > MAX_FORM_BYTES || hasManyFields(bytes.toString('latin1'));
}

/** Whether a form or a query has more fields than anybody sends. */
export function hasManyFields(text: string): boolean {
  let fields = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) fields += 1;
  return fields > MAX_FIELDS;
}

/** Only JSON: what a form on another site can send is never read. */
function typeRefusal(
  type: string,
  { isJsonUnsaid, isScim, isForm }: Omit<BodyRules, 'mayHold'>,
): HttpRefusal | null {
  if (isForm) return FORM_TYPE.test(type) ? null : NO_FORM;
  if (JSON_TYPE.test(type) || (isScim && SCIM_TYPE.test(type))) return null;
  if (isJsonUnsaid && UNSAID_TYPE.test(type)) return null;
  return MULTIPART_TYPE.test(type) ? MULTIPART : NOT_JSON;
}

export function decodeBody(bytes: Buffer | null): Body {
  if (bytes === null) return { text: null };
  const text = decodeUtf8(bytes);
  if (text === null) return { refusal: NOT_UTF8 };
  const problem = jsonProblem(text, JSON_LIMITS);
  if (problem !== null) return { refusal: problem === 'TOO_DEEP' ? TOO_DEEP : TOO_MANY };
  return { text };
}

type Collector = {
  /** What is wrong with one chunk more, or null. */
  readonly add: (chunk: Buffer) => HttpRefusal | null;
  readonly bytes: () => Buffer;
};

function collectorFor(announced: number, mayHold: (bytes: number) => boolean): Collector {
  let whole: Buffer | null = null;
  let growing: GrowingBuffer | null = null;
  let size = 0;
  let chunks = 0;
  const keep = (chunk: Buffer) => {
    // Nearly always the whole body is one chunk, which needs no copy.
    if (chunk.length === announced) {
      whole = chunk;
      return mayHold(announced);
    }
    growing ??= growingBuffer(announced || MAX_BODY_BYTES, mayHold);
    return growing.add(chunk);
  };
  return {
    add: (chunk) => {
      size += chunk.length;
      chunks += 1;
      if (size > MAX_BODY_BYTES) return TOO_LARGE;
      if (chunks > MAX_BODY_CHUNKS) return TOO_MANY_CHUNKS;
      return keep(chunk) ? null : NO_MEMORY;
    },
    bytes: () => whole ?? growing?.bytes() ?? Buffer.alloc(0),
  };
}

function collect(request: IncomingMessage, collector: Collector): Promise<Buffer | HttpRefusal> {
  const { promise, resolve } = Promise.withResolvers<Buffer | HttpRefusal>();
  const settle = (read: Buffer | HttpRefusal) => {
    // The request outlives its body, with an open stream or an idle connection: listeners, and the promise
    // that they settle, would keep the body as long.
    for (const [event, listener] of listeners) request.off(event, listener);
    resolve(read);
  };
  const refuse = (refusal: HttpRefusal) => {
    request.pause();
    // What was read together with this chunk still comes, and a paused request would keep every piece.
    request.push = () => false;
    settle(refusal);
  };
  const cutShort = () => settle(CUT_SHORT);
  const listeners: readonly (readonly [event: string, listener: (chunk: Buffer) => void])[] = [
    [
      'data',
      (chunk) => {
        const refusal = collector.add(chunk);
        if (refusal !== null) refuse(refusal);
      },
    ],
    ['end', () => settle(collector.bytes())],
    ['error', cutShort],
    ['close', cutShort],
  ];
  for (const [event, listener] of listeners) request.on(event, listener);
  return promise;
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
