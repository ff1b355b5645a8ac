import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { type Answer, headerText } from '../../core/http/exchange.ts';
import { acceptedCodings, type Coding } from './content-coding.ts';
import { createShares } from './shares.ts';
import { varyingBy } from './vary.ts';

/** Below this, an answer fits into some packets, and coding it saves no time. */
const SMALLEST_BYTES = 16_384;
/** Above this, coding takes a thread for longer than is fair. */
const LARGEST_BYTES = 4_194_304;
/** Answers that are coded at once, each in a thread. One client gets at most half of them. */
const AT_ONCE = 4;

/** What is text; pictures are packed already, and events must not wait for one another. */
const TEXT = /^(?:text\/(?!event-stream)|application\/(?:[a-z.-]+\+)?json|image\/svg)/;

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

const packers: Readonly<Record<Coding, (text: string | Uint8Array) => Promise<Buffer>>> = {
  br: (text) => compressBrotli(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (text) => compressGzip(text, { level: 4 }),
};

export type Compression = (
  request: IncomingMessage,
  holder: string,
  answer: Answer,
) => Answer | Promise<Answer>;

/**
 * Compresses large answers for clients that accept it. Nothing waits: while the limit is reached, others
 * are sent as they are. A file is coded once, and kept.
 */
export function compression(): Compression {
  const shares = createShares(AT_ONCE);
  const packFile = filePacker();

  async function pack(text: string, coding: Coding, holder: string): Promise<Buffer | null> {
    if (!shares.take(holder, 1)) return null;
    try {
      return await packers[coding](text);
    } finally {
      shares.give(holder, 1);
    }
  }

  async function packed(
    { body }: PackableAnswer,
    coding: Coding,
    holder: string,
  ): Promise<Buffer | null> {
    if (typeof body !== 'string') return await packFile(body, coding);
    return body.length > LARGEST_BYTES ? null : await pack(body, coding, holder);
  }

  return ({ headers: given }, holder, answer) => {
    if (!isPackable(answer)) return answer;
    const { coding, identity } = acceptedCodings(headerText(given['accept-encoding']));
    if (answer.body.length < SMALLEST_BYTES && identity) return answer;

    const { headers } = answer;
    const vary = varyingBy(headers, 'Accept-Encoding');
    const varying = { ...answer, headers: { ...headers, vary } };
    if (coding === null) return varying;
    return packed(answer, coding, holder).then((body) =>
      body === null ? varying : coded(varying, coding, body),
    );
  };
}

type PackableAnswer = Answer & { readonly body: string | Uint8Array };

function isPackable(answer: Answer): answer is PackableAnswer {
  const { body, headers } = answer;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return false;
  if (body.length === 0 || headers['content-encoding'] !== undefined) return false;
  return TEXT.test(headers['content-type'] ?? '');
}

function coded({ status, headers }: Answer, coding: Coding, body: Buffer): Answer {
  const { etag } = headers;
  // The same thing, but not the same bytes.
  const weak = etag === undefined || etag.startsWith('W/') ? etag : `W/${etag}`;
  return {
    status,
    headers: { ...headers, 'content-encoding': coding, ...(weak !== undefined && { etag: weak }) },
    body,
  };
}

/** Of each file there is one object, which is sent to all clients. */
function filePacker(): (file: Uint8Array, coding: Coding) => Promise<Buffer> {
  const kept: Readonly<Record<Coding, WeakMap<Uint8Array, Promise<Buffer>>>> = {
    br: new WeakMap(),
    gzip: new WeakMap(),
  };
  return (file, coding) => {
    const known = kept[coding].get(file);
    if (known !== undefined) return known;
    const packed = packers[coding](file);
    kept[coding].set(file, packed);
    // One that failed, for want of memory, is made again for the next client.
    packed.catch(() => kept[coding].delete(file));
    return packed;
  };
}
