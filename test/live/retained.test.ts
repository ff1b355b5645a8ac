import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dial, type Talk, until } from '../http/raw-connection.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What stays in memory of requests whose bodies are large, while a stream or a connection stays open.

const COUNT = 40;
const MIB = 1_048_576;
/** Just below what a body may have. */
const BODY_BYTES = 1_000_000;
/** Of 40 MB that were sent. What a stream or a connection needs itself takes some tens of kilobytes. */
const MOST_RETAINED = 8 * MIB;

let server: TestServer;
let userKey: string;
let collectGarbage: () => void;
beforeAll(async () => {
  setFlagsFromString('--expose-gc');
  collectGarbage = runInNewContext('gc') as () => void;
  server = await startServer();
  userKey = (await seedKey(server, await seedUser(server))).secret;
});
afterAll(() => server.stop());

async function bytesInUse(): Promise<number> {
  for (let round = 0; round < 4; round += 1) {
    collectGarbage();
    await new Promise(setImmediate);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

type Sent = {
  readonly path: string;
  readonly headers: string;
  readonly body: string;
  readonly status: number;
};

function requestOf({ path, headers, body }: Omit<Sent, 'status'>): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${headers}\r\n${body}`,
  );
}

/** Sends it on as many connections, one after the other, and leaves them open. */
async function retainedBy(
  { status, ...sent }: Sent,
  isAnswered: (talk: Talk) => boolean,
): Promise<number> {
  const request = requestOf(sent);
  const talks: Talk[] = [];
  const open = async () => {
    const talk = await dial(Number(new URL(server.url).port));
    talk.socket.write(request);
    await until(() => talk.statuses().length > 0);
    expect(talk.statuses()[0], talk.received()).toBe(status);
    await until(() => isAnswered(talk));
    talks.push(talk);
  };
  // Whatever is made once is made by the first.
  await open();
  const before = await bytesInUse();
  for (let place = 0; place < COUNT; place += 1) await open();
  const after = await bytesInUse();
  for (const { socket } of talks) socket.destroy();
  return after - before;
}

const LONG = 'x'.repeat(BODY_BYTES - 1_000);
/** A text of a variable is shorter. */
const TEXTS = Array.from({ length: 15 }, (_, n) => String(n % 10).repeat(65_000));
const MANY = Array.from({ length: 9_000 }, (_, n) => ({ [`name${n}`]: `${n}`.padEnd(80) }));

/** Parts of a body that its document does not use. */
const UNUSED: Readonly<Record<string, object>> = {
  'long variables': { variables: { unused: TEXTS } },
  'many small variables': { variables: { unused: MANY } },
  'long names of variables': {
    variables: Object.fromEntries(TEXTS.map((text, n) => [n + text, 1])),
  },
  extensions: { extensions: { unused: LONG } },
  'many small extensions': { extensions: { unused: MANY } },
  'a member of an unknown name': { unused: LONG },
};

const SUBSCRIPTION = { query: 'subscription { meetingChanged { id } }' };
const QUERY = { query: '{ viewer { access } }' };

const BODIES = [
  ...Object.entries(UNUSED).map(([name, part]) => ({
    name,
    bodyOf: (operation: object) => JSON.stringify({ ...operation, ...part }),
  })),
  {
    name: 'blanks',
    bodyOf: (operation: object) => JSON.stringify(operation) + ' '.repeat(BODY_BYTES - 1_000),
  },
];

const streamHeaders = (key: string) => `Accept: text/event-stream\r\n${key}\r\n`;
const isOpen = (talk: Talk) => talk.received().includes('\r\n:\n\n');
const isAnswered = (talk: Talk) => talk.received().trimEnd().endsWith('}');

describe('a stream holds nothing of its request but what it needs', () => {
  it.each(BODIES)('$name', async ({ bodyOf }) => {
    const headers = streamHeaders(`X-API-Key: ${userKey}`);
    const sent = { path: '/graphql', headers, body: bodyOf(SUBSCRIPTION), status: 200 };
    expect(await retainedBy(sent, isOpen)).toBeLessThan(MOST_RETAINED);
  });
});

describe('a connection that waits for its next request holds nothing of the last one', () => {
  it.each([
    ['/graphql', 200],
    ['/admin/users', 422],
    ['/scim/v2/Users', 400],
    ['/nowhere', 404],
  ])('%s', async (path, status) => {
    const body = JSON.stringify({ ...QUERY, extensions: { unused: LONG } });
    const headers = `X-Admin-API-Key: ${server.adminKey}\r\n`;
    expect(await retainedBy({ path, headers, body, status }, isAnswered)).toBeLessThan(
      MOST_RETAINED,
    );
  });
});

describe('what a stream has to hold is bounded', () => {
  const headers = { accept: 'text/event-stream', 'content-type': 'application/json' };
  const subscribe = ({ url, adminKey }: TestServer, query: string, variables: object = {}) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { ...headers, 'x-admin-api-key': adminKey },
      body: JSON.stringify({ query, variables }),
    });

  it('by the length of its variables', async () => {
    const query =
      'subscription ($f: MeetingFilter) { meetingChanged { user { meetings(filter: $f) { totalCount } } } }';
    const search = (length: number) => ({ f: { nativeMeetingId: { in: ['x'.repeat(length)] } } });
    const long = await subscribe(server, query, search(17_000));
    expect(await long.text()).toContain('"code":"QUERY_TOO_COMPLEX","limit":16384');
    const short = await subscribe(server, query, search(15_000));
    expect(short.headers.get('content-type')).toContain('text/event-stream');
    await short.body?.cancel();
  });

  it('and, of all together, by the size of their documents', async () => {
    const small = await startServer({ env: { SUBSCRIPTIONS_AT_ONCE: '8' } });
    const fields = Array.from({ length: 300 }, () => 'id').join(' ');
    const long = `subscription { meetingChanged { ${fields} } }`;
    const comments = `subscription { meetingChanged { id } }${'\n#'.repeat(300)}`;
    const open: Response[] = [];
    const statusOf = async (query: string) => {
      const response = await subscribe(small, query);
      open.push(response);
      return response.status;
    };
    expect(await statusOf(long)).toBe(200);
    // One address gets at most half: 64 KB for each of four.
    for (const query of [long, comments]) expect(await statusOf(query)).toBe(503);
    expect(await statusOf(SUBSCRIPTION.query)).toBe(200);
    await open[0]?.body?.cancel();
    await expect.poll(() => statusOf(comments)).toBe(200);
    for (const { body } of open) await body?.cancel().catch(() => {});
  });
});
