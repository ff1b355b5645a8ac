import { Agent, request as open } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export type Target = { readonly url: string; readonly userKey: string };

/** Sends one thing again and again until it is told to stop. Answers how often. */
export type Attack = {
  readonly what: string;
  readonly atOnce: number;
  /** How often each of those is sent by an attacker who does not flood. */
  readonly everyMs: number;
  readonly send: (target: Target, round: number) => Promise<unknown>;
};

/** Attackers have an address of their own, as they would outside of a benchmark. */
const FROM = '127.0.0.2';
const GIVE_UP_MS = 60_000;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const HINTS = ' Did you mean '.repeat(74_285);
const TEN_YEARS = 'range: {start: "2016-11-01T00:00:00Z", end: "2026-11-01T00:00:00Z"}';

/** What brought the service down, or held up everybody else, before it was bounded. */
export const ATTACKS: readonly Attack[] = [
  {
    what: 'a text of 1 MB that a slow pattern would choke on',
    atOnce: 2,
    everyMs: 2_000,
    send: ({ url }) => graphql(url, {}, { query: `{ node(id: 1, x: "${HINTS}") { id } }` }),
  },
  {
    what: 'a body of a million chunks',
    atOnce: 10,
    everyMs: 5_000,
    send: ({ url }) => sendChunks(url, 1_040_000),
  },
  {
    what: 'a thousand documents, four times each',
    atOnce: 4,
    everyMs: 30,
    send: ({ url }, round) =>
      graphql(url, {}, { query: wideDocument(Math.floor(round / 4) % 1_000) }),
  },
  {
    what: 'figures over ten years, 28 times in a request',
    atOnce: 8,
    everyMs: 15_000,
    send: ({ url, userKey }) => graphql(url, { 'x-api-key': userKey }, { query: heavyDocument() }),
  },
  {
    what: 'the usage of 100 keys on each day of ten years',
    atOnce: 8,
    everyMs: 15_000,
    send: ({ url, userKey }) => graphql(url, { 'x-api-key': userKey }, { query: dailyDocument() }),
  },
];

export type Siege = { readonly isFlood: boolean; readonly signal: AbortSignal };

/** Runs one attack until the signal. @returns how many requests were answered, in whatever way */
export async function attack(
  { atOnce, everyMs, send }: Attack,
  target: Target,
  { isFlood, signal }: Siege,
): Promise<number> {
  let round = 0;
  let answered = 0;
  const lane = async () => {
    while (!signal.aborted) {
      round += 1;
      const next = isFlood ? null : pause(everyMs, undefined, { signal }).catch(() => {});
      await send(target, round).then(
        () => {
          answered += 1;
        },
        () => pause(10),
      );
      await next;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return answered;
}

function wideDocument(number: number): string {
  const fields = Array.from({ length: 34 }, (_, place) => `f${place}: email`).join(' ');
  const roots = Array.from({ length: 20 }, (_, place) => `a${place}: viewer { user { ...F } }`);
  return `query Q${number} { ${roots.join(' ')} } fragment F on User { ${fields} }`;
}

function heavyDocument(): string {
  const figures = Array.from(
    { length: 28 },
    (_, place) => `p${place}: usagePatterns(${TEN_YEARS}) { hourly { meetings } }`,
  );
  return `{ viewer { user { ${figures.join(' ')} } } }`;
}

function dailyDocument(): string {
  const daily = `daily(${TEN_YEARS}) { day requests }`;
  const lists = Array.from(
    { length: 4 },
    (_, place) => `l${place}: apiTokens(first: 100) { edges { node { usage { ${daily} } } } }`,
  );
  return `{ viewer { user { ${lists.join(' ')} } } }`;
}

function graphql(url: string, headers: Record<string, string>, body: object): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const request = open(`${url}/graphql`, {
    method: 'POST',
    agent,
    localAddress: FROM,
    timeout: GIVE_UP_MS,
    headers: { 'content-type': 'application/json', ...headers },
  });
  request.on('response', (response) => {
    response.resume();
    response.on('end', () => resolve(response.statusCode ?? 0));
    response.on('error', reject);
  });
  request.on('timeout', () => request.destroy(new Error('no answer')));
  request.on('error', reject);
  request.end(JSON.stringify(body));
  return promise;
}

function sendChunks(url: string, count: number): Promise<void> {
  const { hostname, port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ host: hostname, port: Number(port), localAddress: FROM });
  socket.setTimeout(GIVE_UP_MS, () => socket.destroy());
  socket.on('error', reject);
  socket.on('close', () => resolve());
  socket.on('data', () => socket.end());
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  const piece = '1\r\nx\r\n'.repeat(10_000);
  let left = Math.ceil(count / 10_000);
  const more = () => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(piece)) {
        socket.once('drain', more);
        return;
      }
    }
    if (!socket.destroyed) socket.write('0\r\n\r\n');
  };
  more();
  return promise;
}
