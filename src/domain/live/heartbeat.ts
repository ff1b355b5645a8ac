import { Transform } from 'node:stream';

/** A line that readers of server-sent events skip. */
const COMMENT = ':\n\n';

/**
 * Passes a stream of events on, and lets it be heard while nothing happens: proxies and clients
 * hang up on silence.
 */
export function withHeartbeat(events: NodeJS.ReadableStream, everyMs: number): Transform {
  const stream = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    destroy: (error, done) => {
      clearInterval(timer);
      // The source must learn that nobody reads any more.
      if ('destroy' in events && typeof events.destroy === 'function') events.destroy();
      done(error);
    },
  });
  const timer = setInterval(() => {
    if (stream.readableLength === 0) stream.push(COMMENT);
  }, everyMs);
  events.on('error', (error) => stream.destroy(error));
  events.pipe(stream);
  return stream;
}
