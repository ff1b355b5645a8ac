import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { cpuSeconds, familyCpuSeconds, residentMegabytes } from './processes.ts';
import { circumstances, fixed, say, table, whole } from './report.ts';
import { PEPPER, startServer } from './server.ts';
import { ADMIN } from './targets/graphql.ts';

// Subscriptions that are open while nothing happens: what each takes, how long one change needs to reach
// all of them, and how long the service needs to stop. `npm run bench -- subscriptions --count 10000`.

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '20' },
  },
});
const count = Number(values.count);
/** What one admin key may have open. */
const PER_KEY = 1_000;
const AT_ONCE = 50;
const SUBSCRIPTION = JSON.stringify({
  query: 'subscription { meetingChanged { databaseId statusName } }',
});
/** A report of one bot more than a user may run is refused. */
const RECORD = `mutation {
  updateUser(input: {user: {databaseId: 1}, maxConcurrentBots: 1000}) { __typename }
  recordMeeting(input: {user: {databaseId: 1}, meetings: [
  {platform: GOOGLE_MEET, nativeMeetingId: "abc-defg-hij", status: REQUESTED}]}) {
    ... on RecordMeetingSuccess { receipts { state error { message } } } ... on Error { message } } }`;

const database = await startDatabase();
try {
  await seed(database.url, sizeOf(0.01), PEPPER);
  const server = await startServer(database.url, {
    CONNECTIONS_PER_ADDRESS: '0',
    SUBSCRIPTIONS_AT_ONCE: String(2 * count + 2),
  });
  const { url, pid } = server;
  await untilSwept(database.client);
  const keys: string[] = [];
  while (keys.length * PER_KEY < count) keys.push(await createKey(url, keys.length));

  const before = { memory: residentMegabytes(pid), cpu: cpuSeconds(pid) };
  const open: Subscription[] = [];
  while (open.length < count) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - open.length) }, (_, place) =>
      insist(url, keys[Math.floor((open.length + place) / PER_KEY)] ?? ''),
    );
    open.push(...(await Promise.all(some)));
  }
  const opening = cpuSeconds(pid) - before.cpu;
  const rest = await share(pid, Number(values.seconds));
  const memory = residentMegabytes(pid);

  const spent = { server: cpuSeconds(pid), database: familyCpuSeconds(database.postmaster) };
  const begun = performance.now();
  const recorded = await graphql(url, RECORD);
  if (!recorded.includes('CREATED')) throw new Error(recorded);
  const times = await Promise.all(open.map(async ({ heard }) => (await heard) - begun));
  const delivery = {
    server: cpuSeconds(pid) - spent.server,
    database: familyCpuSeconds(database.postmaster) - spent.database,
  };
  const atMost = residentMegabytes(pid);

  const stopping = performance.now();
  await Promise.all([server.stop(), ...open.map(({ ended }) => ended)]);
  const stopped = performance.now() - stopping;
  const each = (seconds: number) => `${whole((seconds / count) * 1e6)} µs each`;
  say(`${circumstances('its own clients')}, ${count} subscriptions of ${keys.length} admin keys\n`);
  say(
    table(
      ['', ''],
      [
        ['memory without, with all open', `${before.memory} MB, ${memory} MB`],
        ['memory of one', `${fixed(((memory - before.memory) * 1_024) / count)} KB`],
        ['CPU to open them', each(opening)],
        ['CPU while nothing happens', `${fixed(rest * 100)} % of a core`],
        ['one change until the last has it', `${whole(Math.max(...times))} ms`],
        ['CPU of that, server', each(delivery.server)],
        ['CPU of that, PostgreSQL', each(delivery.database)],
        ['memory after that', `${atMost} MB`],
        ['stop, until all are closed', `${whole(stopped)} ms`],
      ],
    ),
  );
} finally {
  await database.stop();
}

/** The part of one core that a process uses for some seconds. */
async function share(pid: number, seconds: number): Promise<number> {
  const before = { cpu: cpuSeconds(pid), at: performance.now() };
  await pause(seconds * 1_000);
  return ((cpuSeconds(pid) - before.cpu) * 1_000) / (performance.now() - before.at);
}

async function createKey(url: string, place: number): Promise<string> {
  const text = await graphql(
    url,
    `mutation { createAdminKey(input: {name: "follower ${place}"}) { ... on CreateAdminKeySuccess { secret } } }`,
  );
  return /"secret":"([^"]+)"/.exec(text)?.[1] ?? '';
}

async function graphql(url: string, query: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...ADMIN },
    body: JSON.stringify({ query }),
  });
  return await response.text();
}

type Subscription = {
  /** When it was told of a change. */
  readonly heard: Promise<number>;
  readonly ended: Promise<void>;
};

/** Again where a busy machine says to. */
async function insist(url: string, key: string): Promise<Subscription> {
  for (;;) {
    try {
      return await subscribe(url, key);
    } catch (error) {
      if (!String(error).includes('retry-after')) throw error;
      await pause(1_000);
    }
  }
}

/** On a bare connection, as thousands of anything else would take more than the server does. */
async function subscribe(url: string, key: string): Promise<Subscription> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  const opened = Promise.withResolvers<void>();
  const heard = Promise.withResolvers<number>();
  const ended = Promise.withResolvers<void>();
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    const text = String(chunk);
    if (text.includes('"errors"')) opened.reject(new Error(text));
    if (text.startsWith('HTTP/1.1 200')) opened.resolve();
    else if (text.startsWith('HTTP')) opened.reject(new Error(text));
    if (text.includes('meetingChanged')) heard.resolve(performance.now());
  });
  socket.on('error', opened.reject);
  socket.on('close', () => ended.resolve());
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: ${hostname}\r\naccept: text/event-stream\r\ncontent-type: application/json\r\nx-admin-api-key: ${key}\r\ncontent-length: ${SUBSCRIPTION.length}\r\n\r\n${SUBSCRIPTION}`,
  );
  await opened.promise;
  return { heard: heard.promise, ended: ended.promise };
}
