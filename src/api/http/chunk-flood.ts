import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { MAX_BODY_CHUNKS } from './limits.ts';

type Callbacks = Record<number, unknown>;

/** What Node's parser calls for the parts of a message, by its own names. */
const OF_MESSAGES: ReadonlySet<string> = new Set([
  'parserOnHeaders',
  'parserOnHeadersComplete',
  'parserOnBody',
  'parserOnMessageComplete',
]);

/**
 * Keeps a flood of tiny chunks from holding the process. Node parses all that was read from a connection
 * (64 KB, which is some 10,000 chunks of one byte) in one go, and calls JavaScript with a buffer of its own
 * for each chunk: 25 ms per connection. Beyond the limit the parser is left without anybody to call,
 * which takes a tenth of that.
 */
export function limitChunks(request: IncomingMessage): void {
  if (request.headers['transfer-encoding'] === undefined) return;
  let chunks = 0;
  const push = request.push.bind(request);
  request.push = (chunk, encoding) => {
    if (chunk === null) return push(null);
    chunks += 1;
    // One more than is allowed still comes, which tells the reader of the body that it is too many.
    if (chunks <= MAX_BODY_CHUNKS) return push(chunk, encoding);
    if (chunks === MAX_BODY_CHUNKS + 1) push(chunk, encoding);
    ignoreRestOfRead(request.socket);
    return false;
  };
}

/**
 * Nothing of the rest is looked at, and so the request never ends, nor is what follows it taken for a
 * request: the connection is closed after the refusal. The parser gets its callbacks back once all that was
 * read is parsed, because parsers are used again for other connections.
 */
function ignoreRestOfRead(socket: Socket & { readonly parser?: Callbacks | null }): void {
  const { parser } = socket;
  if (!parser) return;
  const callbacks = Object.entries(parser).filter(
    ([, callback]) => typeof callback === 'function' && OF_MESSAGES.has(callback.name),
  );
  for (const [index] of callbacks) parser[Number(index)] = null;
  setImmediate(() => {
    for (const [index, callback] of callbacks) parser[Number(index)] = callback;
  });
}
