const MOST_CHARACTERS = 2_048;
const OF_THE_WEB = /^https?:$/;

/** The text where it is an address that a person can follow to a call, else null. */
export function recordedUrl(text: unknown): string | null {
  if (typeof text !== 'string' || text === '' || text.length > MOST_CHARACTERS) return null;
  const url = URL.parse(text);
  if (url === null || !OF_THE_WEB.test(url.protocol)) return null;
  return url.username === '' && url.password === '' ? text : null;
}
