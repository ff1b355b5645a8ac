import { type SecretBox, secretBox } from './secret-box.ts';

const NUMBERED = 2;
const HEAD_LENGTH = 3;

/**
 * Seals with one of several keys and says with which, so that what it sealed opens for as long as
 * that key is there, whatever came after it.
 * @param keys by number, 32 bytes each, oldest first
 * @param current the number of the one to seal with
 */
export function numberedBox(keys: ReadonlyMap<number, Uint8Array>, current: number): SecretBox {
  const boxes = new Map([...keys].map(([id, key]) => [id, secretBox(key)]));
  const boxOf = (id: number): SecretBox => {
    const box = boxes.get(id);
    if (box === undefined) throw new Error(`sealed with key ${id}, which is not open`);
    return box;
  };
  return {
    seal: (text, purpose) => {
      const head = Buffer.alloc(HEAD_LENGTH);
      head.writeUInt8(NUMBERED);
      head.writeUInt16BE(current, 1);
      return new Uint8Array(Buffer.concat([head, boxOf(current).seal(text, purpose)]));
    },
    open: (bytes, purpose) => {
      if (bytes[0] !== NUMBERED) return openUnnumbered([...boxes.values()], bytes, purpose);
      const id = Buffer.from(bytes).readUInt16BE(1);
      return boxOf(id).open(bytes.subarray(HEAD_LENGTH), purpose);
    },
  };
}

/** An older version did not say: only the right key opens, so that trying all of them is safe. */
function openUnnumbered(boxes: readonly SecretBox[], bytes: Uint8Array, purpose: string): string {
  for (const box of boxes.toReversed()) {
    try {
      return box.open(bytes, purpose);
    } catch {
      // Not with this one.
    }
  }
  throw new Error('sealed with a key that is not open');
}
