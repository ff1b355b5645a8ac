import { Agent, request } from 'node:http';
import { ADMIN } from '../targets/graphql.ts';
import type { Kind } from './kinds.ts';

const AT_ONCE = 16;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

/** Sends so many documents of a kind, each some times in a row, and returns the first answer. */
export async function sendAll(
  url: string,
  kind: Kind,
  { count, times }: { readonly count: number; readonly times: number },
): Promise<string> {
  let first = '';
  let next = 0;
  const work = async () => {
    while (next < count) {
      const place = next;
      next += 1;
      for (let time = 0; time < times; time += 1) {
        const answer = await send(url, kind, place);
        if (place === 0) first = answer;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return first;
}

function send(url: string, { make, isGet }: Kind, place: number): Promise<string> {
  const call = make(place);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const address = new URL('/graphql', url);
  const headers = { ...ADMIN, 'content-type': 'application/json', 'x-requested-with': 'bench' };
  if (isGet) address.searchParams.set('query', call.query);
  const sent = request(address, { method: isGet ? 'GET' : 'POST', agent, headers }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('end', () => resolve(text));
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end(isGet ? undefined : JSON.stringify(call));
  return promise;
}

export function hangUp(): void {
  agent.destroy();
}
