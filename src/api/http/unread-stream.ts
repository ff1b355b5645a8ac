import type { Readable } from 'node:stream';

/** Ends a stream that nobody reads. Not at once: the library throws where one ends that has not begun. */
export function endUnread(stream: Readable): void {
  setImmediate(() => stream.destroy());
}
