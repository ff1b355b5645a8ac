/** 128 random bits, in hexadecimal digits. `crypto.randomUUID` exists on pages over HTTPS only. */
export function randomText(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
