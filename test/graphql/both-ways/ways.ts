import { request } from 'node:http';
import { encodeId } from '../../../src/kit/graphql/ids.ts';
import { seedKey, seedMeetings, seedUser } from '../../support/seed.ts';
import { startServer, type TestServer } from '../../support/server.ts';
import { sweepsDone } from '../../support/sweeps.ts';

// In a fresh database the first rows have the first numbers.
export const ADA = encodeId('User', 1n);
export const BOB = encodeId('User', 2n);
export const ADAS_KEY = encodeId('ApiToken', 1n);
export const BOBS_KEY = encodeId('ApiToken', 3n);
export const MEETING = encodeId('Meeting', 1n);
export const NOBODY = encodeId('User', 999n);

/** Whose key is sent; see `keysOf`. */
type Who = 'admin' | 'analytics' | 'bot' | 'browser' | 'nobody' | 'stranger';

export type ComparedRequest = {
  /** What makes it worth asking. */
  readonly name: string;
  readonly query?: string;
  readonly variables?: unknown;
  readonly operationName?: unknown;
  /** Left out, it is the admin. */
  readonly as?: Who;
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of the JSON of what stands above. */
  readonly body?: string;
  readonly method?: string;
  readonly search?: string;
};

export type Answer = {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
};

export type Ways = {
  /** Everything by the library. */
  readonly library: TestServer;
  /** The short way: a document that comes again is compiled. */
  readonly short: TestServer;
  readonly ask: (server: TestServer, asked: ComparedRequest) => Promise<Answer>;
  readonly stop: () => Promise<void>;
};

/** Two servers on one database, which differ in the setting alone. */
export async function startWays(env: Readonly<Record<string, string>> = {}): Promise<Ways> {
  const library = await startServer({ env: { ...env, SHORT_CUTS: 'false' } });
  const short = await startServer({ env: { ...env, SHORT_CUTS: 'true' }, beside: library });
  // They would change what a test stores between two readings of it.
  await sweepsDone(library);
  const keys = await keysOf(library);
  return {
    library,
    short,
    ask: (server, asked) => send(server.url, asked, keys[asked.as ?? 'admin']),
    stop: async () => {
      await short.stop();
      await library.stop();
    },
  };
}

type Headers = Readonly<Record<string, string>>;

async function keysOf(server: TestServer): Promise<Readonly<Record<Who, Headers>>> {
  const ada = await seedUser(server, { email: 'ada@example.com', name: 'Ada' });
  const bob = await seedUser(server, { email: 'bob@example.com' });
  const bot = await seedKey(server, ada, { scopes: ['BOT', 'TX'], name: 'bot' });
  const browser = await seedKey(server, ada, { scopes: ['BROWSER'] });
  await seedKey(server, bob);
  await seedMeetings(server, ada.databaseId, 3);
  await seedMeetings(server, bob.databaseId, 2);
  return {
    admin: { 'x-admin-api-key': server.adminKey },
    analytics: { 'x-admin-api-key': server.analyticsKey },
    bot: { 'x-api-key': bot.secret },
    browser: { 'x-api-key': browser.secret },
    nobody: {},
    stranger: { 'x-api-key': `${bot.secret}x` },
  };
}

/** By hand: `fetch` would add headers of its own, `Accept` among them. */
function send(url: string, asked: ComparedRequest, key: Headers): Promise<Answer> {
  const { query, variables, operationName, method = 'POST', search = '' } = asked;
  const body = asked.body ?? JSON.stringify({ query, variables, operationName });
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(`${url}/graphql${search}`, {
    method,
    headers: {
      'x-request-id': 'both-ways',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...key,
      ...asked.headers,
    },
  });
  sent.on('error', reject);
  sent.on('response', (response) => {
    let text = '';
    response.on('data', (chunk) => {
      text += String(chunk);
    });
    response.on('end', () =>
      resolve({ status: response.statusCode, headers: response.headers, text }),
    );
  });
  sent.end(method === 'POST' ? body : undefined);
  return promise;
}
