import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Keeps short secrets so that a copy of the database shows none of them. */
export type SecretBox = {
  /** @param purpose what the secret is and whose: it opens for nothing else */
  readonly seal: (text: string, purpose: string) => Uint8Array<ArrayBuffer>;
  /** @throws Error when the bytes were sealed under another key or for another purpose, or changed */
  readonly open: (bytes: Uint8Array, purpose: string) => string;
};

const ALGORITHM = 'aes-256-gcm';
const VERSION = 1;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** @param key 32 bytes */
export function secretBox(key: Uint8Array): SecretBox {
  return {
    seal: (text, purpose) => {
      const nonce = randomBytes(NONCE_LENGTH);
      const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(purpose));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return new Uint8Array(
        Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), sealed]),
      );
    },
    open: (bytes, purpose) => {
      const whole = Buffer.from(bytes);
      if (whole[0] !== VERSION) throw new Error('sealed in a form that is not known');
      const tagAt = 1 + NONCE_LENGTH;
      const textAt = tagAt + TAG_LENGTH;
      const opener = createDecipheriv(ALGORITHM, key, whole.subarray(1, tagAt), {
        authTagLength: TAG_LENGTH,
      })
        .setAAD(Buffer.from(purpose))
        .setAuthTag(whole.subarray(tagAt, textAt));
      return Buffer.concat([opener.update(whole.subarray(textAt)), opener.final()]).toString();
    },
  };
}
