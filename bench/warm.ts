import { ADMIN } from './targets/graphql.ts';

const PAGE = 100;
const RETRIES = 5;
const DOCUMENT = `query ($ids: [ID!]) { meetings(first: ${PAGE}, filter: {id: {in: $ids}}) {
  edges { node { telematics { transcription { words } } } } } }`;

/**
 * Reads the figures of every measured meeting once, as its first reader does: the service keeps them
 * from then on, and what is measured is every reading after that.
 */
export async function readFiguresOnce(url: string, meetings: number): Promise<void> {
  for (let first = 1; first <= meetings; first += PAGE) {
    const ids = Array.from({ length: PAGE }, (_, place) => nodeId(first + place));
    let text = await read(url, ids);
    // A busy machine may need longer than the service allows.
    for (let retries = 0; retries < RETRIES && text.includes('"SERVICE_UNAVAILABLE"'); retries += 1)
      text = await read(url, ids);
    if (text.includes('"errors"')) throw new Error(`figures: ${text.slice(0, 400)}`);
  }
}

async function read(url: string, ids: readonly string[]): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...ADMIN },
    body: JSON.stringify({ query: DOCUMENT, variables: { ids } }),
  });
  return response.text();
}

function nodeId(meetingId: number): string {
  return Buffer.from(`Meeting:${meetingId}`).toString('base64url');
}
