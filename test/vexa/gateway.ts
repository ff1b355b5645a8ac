import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type pg from 'pg';

// What Vexa's gateway and meeting-api do with a key: they ask the admin API whose it is, and look
// that user's meetings up by number in their own database.

export const SECRET = 'the-secret-of-the-services-of-vexa';

export type StandIn = { readonly url: string; readonly stop: () => Promise<void> };

type Answer = { readonly status: number; readonly body: unknown };
type Identity = { readonly user_id: number; readonly email: string };

type GatewayOptions = {
  /** Its setting `ADMIN_API_URL`. */
  readonly adminApiUrl: string;
  readonly secret?: string;
  /** Connected to Vexa's database. */
  readonly database: pg.Client;
  /** 0.10 takes every failure for a refusal. */
  readonly version?: '0.10' | '0.12';
  /** For how many requests it keeps an answer: one that counts time would make tests depend on it. */
  readonly keptFor?: number;
};

export async function startGateway(options: GatewayOptions): Promise<StandIn> {
  const identityOf = remembering(options);
  return await serve(async ({ headers, url }) => {
    const key = headers['x-api-key'];
    if (typeof key !== 'string') return refusal(401, 'Missing API key');
    const found = await identityOf(key);
    if ('status' in found) return found;
    if (url === '/auth/me') return { status: 200, body: found };
    if (url !== '/meetings') return refusal(404, 'Not Found');
    return { status: 200, body: { meetings: await meetingsOf(options.database, found.user_id) } };
  });
}

function remembering(options: GatewayOptions): (key: string) => Promise<Identity | Answer> {
  const cache = new Map<string, { readonly identity: Identity; left: number }>();
  return async (key) => {
    const kept = cache.get(key);
    if (kept !== undefined && kept.left > 0) {
      kept.left -= 1;
      return kept.identity;
    }
    const found = await identify(options, key);
    if (!('status' in found)) cache.set(key, { identity: found, left: options.keptFor ?? 0 });
    return found;
  };
}

async function identify(options: GatewayOptions, token: string): Promise<Identity | Answer> {
  const isOld = options.version === '0.10';
  const response = await fetch(`${options.adminApiUrl}/internal/validate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-internal-secret': options.secret ?? SECRET },
    body: JSON.stringify({ token }),
  }).catch(() => null);
  if (response?.status === 200) return (await response.json()) as Identity;
  if (isOld || (response !== null && response.status >= 400 && response.status < 500))
    return refusal(401, 'Invalid API key');
  return refusal(503, 'Authentication temporarily unavailable, retry');
}

async function meetingsOf(database: pg.Client, userId: number): Promise<unknown[]> {
  const { rows } = await database.query(
    'select id, user_id, platform_specific_id as native_meeting_id from meetings where user_id = $1 order by id',
    [userId],
  );
  return rows;
}

/** Vexa's own admin API: it compares the texts of keys in its own table. */
export function startAdminApi(database: pg.Client): Promise<StandIn> {
  return serve(async (request) => {
    if (request.headers['x-internal-secret'] !== SECRET)
      return refusal(403, 'Invalid internal secret');
    const { token } = (await json(request)) as { readonly token: string };
    const { rows } = await database.query<Identity>(
      `select u.id as user_id, u.email from api_tokens t join users u on u.id = t.user_id
       where t.token = $1`,
      [token],
    );
    return rows[0] ? { status: 200, body: rows[0] } : refusal(401, 'Invalid token');
  });
}

function refusal(status: number, detail: string): Answer {
  return { status, body: { detail } };
}

async function serve(answer: (request: IncomingMessage) => Promise<Answer>): Promise<StandIn> {
  const send = (response: ServerResponse, { status, body }: Answer) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const server = createServer((request, response) => {
    answer(request).then(
      (given) => send(response, given),
      () => send(response, refusal(500, 'Internal Server Error')),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
