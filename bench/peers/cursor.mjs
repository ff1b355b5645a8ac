/** The creation time and the id of the row before the page, both null for the first one. */
export function readCursor(text) {
  return text == null ? [null, null] : JSON.parse(Buffer.from(text, 'base64url').toString());
}
