import { Agent, request } from 'node:http';
import { COSTLY } from '../test/hostile/costly.ts';
import { startDatabase } from './database.ts';
import { cpuSeconds, residentMegabytes } from './processes.ts';
import { ADMIN_KEY, type Running, startServer } from './server.ts';

// What each kind of hostile request of one megabyte costs, and what a thousand documents leave behind:
// without a key, and with one. `npm run bench -- hostile [part of a name]`

const PATIENCE_MS = 120_000;
const agent = new Agent({ keepAlive: false });

type Reply = { readonly status: number; readonly bytes: number };

function send(url: string, body: string | null, headers: Record<string, string>): Promise<Reply> {
  const { promise, resolve } = Promise.withResolvers<Reply>();
  const method = body === null ? 'GET' : 'POST';
  const sent = request(url, { method, agent, headers, timeout: PATIENCE_MS }, (response) => {
    let bytes = 0;
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
    });
    response.on('end', () => resolve({ status: response.statusCode ?? 0, bytes }));
    response.on('error', () => resolve({ status: 0, bytes }));
  });
  // A server that was held up for long hangs up on those who waited.
  sent.on('error', () => resolve({ status: 0, bytes: 0 }));
  sent.end(body ?? undefined);
  return promise;
}

/** The longest that anybody else had to wait meanwhile. */
async function longestWait(url: string, work: Promise<unknown>): Promise<number> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  work.then(over, over);
  let longest = 0;
  while (!isOver) {
    const start = performance.now();
    await send(`${url}/health/live`, null, {});
    longest = Math.max(longest, performance.now() - start);
  }
  return longest;
}

async function measure({ url, pid }: Running, body: string, key: string | null): Promise<string> {
  const before = cpuSeconds(pid);
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    accept: 'application/graphql-response+json',
    ...(key !== null && { 'x-admin-api-key': key }),
  };
  const answer = send(`${url}/graphql`, body, headers);
  const wait = await longestWait(url, answer);
  const { status, bytes } = await answer;
  const cpu = (cpuSeconds(pid) - before) * 1_000;
  return `${status}  wait ${wait.toFixed(0).padStart(6)} ms  cpu ${cpu.toFixed(0).padStart(6)} ms  answer ${bytes} bytes`;
}

const DOCUMENTS = 1_000;
const FIELDS = 'id email name isActive createdAt databaseId imageUrl maxConcurrentBots';

/** About 700 characters and 680 fields: no two are alike. */
function documentOf(place: number): string {
  const aliases = Array.from({ length: 17 }, (_, at) => `a${at}_${place}: viewer { ...F }`);
  return `{ ${aliases.join(' ')} } fragment F on Viewer { access adminKeyName user { ${FIELDS} usage { totalRequests } } token { id hint name scopes status createdAt } }`;
}

async function sendDocuments({ url, pid }: Running, key: string | null): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    ...(key !== null && { 'x-admin-api-key': key }),
  };
  const before = residentMegabytes(pid);
  for (let place = 0; place < DOCUMENTS; place += 1)
    for (let times = 0; times < 4; times += 1)
      await send(`${url}/graphql`, JSON.stringify({ query: documentOf(place) }), headers);
  return `${before} -> ${residentMegabytes(pid)} MB`;
}

const only = process.argv[2] ?? '';
const database = await startDatabase();
const server = await startServer(database.url);
try {
  for (const [name, make] of Object.entries(COSTLY)) {
    if (!name.includes(only)) continue;
    const body = JSON.stringify(make());
    for (const key of [null, ADMIN_KEY]) {
      const figures = await measure(server, body, key);
      process.stdout.write(
        `${name.padEnd(40)} ${key === null ? 'no key ' : 'admin  '} ${figures}\n`,
      );
    }
  }
  for (const key of [null, ADMIN_KEY]) {
    const memory = await sendDocuments(server, key);
    process.stdout.write(
      `${DOCUMENTS} documents, ${key === null ? 'no key' : 'admin'}: ${memory}\n`,
    );
  }
} finally {
  agent.destroy();
  await server.stop();
  await database.stop();
}
