import { createServer } from 'node:http';
import pg from 'pg';
import { callerOf, newKey } from './keys.mjs';
import { announce, databaseUrl, poolSize } from './settings.mjs';
import { STATEMENTS } from './statements.ts';

// The floor: a route for each workload, and PostgreSQL writes the whole answer.

const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: poolSize,
  options: '-c TimeZone=UTC',
});

/** What a user's key is for. */
const OWN_ROUTES = new Set(['me', 'my-meetings']);

async function valuesFor(name, path, { request, caller }) {
  if (OWN_ROUTES.has(name)) return caller.userId === null ? null : [...path, caller.userId];
  if (!caller.isAdmin) return null;
  if (name === 'create-and-mint') {
    const { email, userId, scopes } = await bodyOf(request);
    const { text, digest, hint } = newKey(scopes);
    return [email, userId, digest, hint, scopes, text];
  }
  return path;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function answer(request) {
  const [, name, ...path] = request.url.split('/');
  const text = STATEMENTS[name];
  const caller = await callerOf(pool, request.headers);
  if (caller === null) return { status: 401, body: '{"detail":"Invalid key"}' };
  if (text === undefined) return { status: 404, body: '{"detail":"Not found"}' };
  const values = await valuesFor(name, path, { request, caller });
  if (values === null) return { status: 403, body: '{"detail":"Not for this key"}' };
  const { rows } = await pool.query({ name, text, values });
  return rows.length === 0
    ? { status: 404, body: '{"detail":"Not found"}' }
    : { status: 200, body: rows[0].body };
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request).catch(() => ({
    status: 500,
    body: '{"detail":"Failed"}',
  }));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => announce(server.address().port));
