export const SHA256 = 'sha256:';

const MOST_CHARACTERS = 200;
/** The syntax of the draft "GraphQL over HTTP", appendix "Persisted Documents". */
const DOCUMENT_ID = /^(?:sha256:[0-9a-f]{64}|x-[\w.~-]+:[\w.~-]+|[\w.~-]+)$/;

export function isDocumentId(text: string): boolean {
  return text.length <= MOST_CHARACTERS && DOCUMENT_ID.test(text);
}
