/**
 * The same text in memory of its own. What V8 cuts out of a text, or puts together of such parts, holds
 * all of the text that it was cut from: whatever is kept for longer than a request must be copied, or it
 * keeps the megabyte that a client sent.
 */
export function ownText(text: string): string {
  // Half of a surrogate pair is kept, too: it is escaped in between.
  return JSON.parse(JSON.stringify(text)) as string;
}
