export type GrowingBuffer = {
  /** Whether there was room; `mayGrow` is asked before more memory is taken. */
  readonly add: (chunk: Buffer) => boolean;
  readonly bytes: () => Buffer;
};

const SMALLEST = 1_024;
const EMPTY = Buffer.alloc(0);

/**
 * One buffer for any number of chunks. A chunk that is kept keeps all of what was read with it from
 * the connection, and costs some 200 bytes of its own: a million of one byte each is half a gigabyte.
 */
export function growingBuffer(most: number, mayGrow: (bytes: number) => boolean): GrowingBuffer {
  let bytes = EMPTY;
  let size = 0;
  const grow = (needed: number) => {
    const capacity = Math.min(most, Math.max(needed, 2 * bytes.length, SMALLEST));
    if (needed > capacity || !mayGrow(capacity - bytes.length)) return false;
    const larger = Buffer.allocUnsafeSlow(capacity);
    bytes.copy(larger, 0, 0, size);
    bytes = larger;
    return true;
  };
  return {
    add: (chunk) => {
      if (size + chunk.length > bytes.length && !grow(size + chunk.length)) return false;
      size += chunk.copy(bytes, size);
      return true;
    },
    bytes: () => bytes.subarray(0, size),
  };
}
