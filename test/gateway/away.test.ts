import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { INTERNAL_SECRET, validate } from './validate-key.ts';
import { openWire, type Wire } from './wire.ts';

// A gateway takes 4xx for a verdict and forgets a valid key: without the database there is none.

let server: TestServer;
let node: TestServer;
let wire: Wire;
let living: string;
let revoked: string;

beforeAll(async () => {
  server = await startServer();
  wire = await openWire(server.databaseUrl);
  node = await startServer({
    env: { INTERNAL_API_SECRET: INTERNAL_SECRET, DATABASE_STATEMENT_TIMEOUT_MS: '500' },
    beside: { ...server, databaseUrl: wire.url },
  });
  const user = await seedUser(server);
  living = (await seedKey(server, user)).secret;
  const ended = await seedKey(server, user);
  await server.db.prisma.apiToken.update({
    where: { id: BigInt(ended.databaseId) },
    data: { revokedAt: new Date() },
  });
  revoked = ended.secret;
});
afterAll(async () => {
  await wire.mend();
  await node.stop();
  await wire.cut();
  await server.stop();
});

/** Whichever is noticed first: that the database is away, or that the request's time is over. */
const UNAVAILABLE = [
  'The database does not respond. Try again shortly.',
  'The request took too long and was cancelled. Try again shortly.',
];

async function expectNoVerdict(): Promise<void> {
  for (const token of [living, revoked]) {
    const { status, body, headers } = await validate(node, { token });
    expect([status, headers.get('retry-after')]).toEqual([503, '1']);
    expect(UNAVAILABLE).toContain((body as { detail: string }).detail);
    expect(Object.keys(body as object)).toEqual(['detail']);
  }
}

async function expectVerdicts(): Promise<void> {
  await vi.waitFor(async () => expect((await validate(node, { token: living })).status).toBe(200), {
    timeout: 60_000,
  });
  expect((await validate(node, { token: living })).status).toBe(200);
  expect((await validate(node, { token: revoked })).status).toBe(401);
}

it('there is no verdict on any key while the database is away, and one again at once when it is back', async () => {
  await expectVerdicts();
  await wire.cut();
  await expectNoVerdict();
  await wire.mend();
  await expectVerdicts();
});

it('nor is there one when the database falls silent in the middle of it', async () => {
  await expectVerdicts();
  wire.silence();
  // It does not speak again until both have been answered.
  await expectNoVerdict();
  await wire.mend();
  await expectVerdicts();
});

it('what needs no database is said all the same', async () => {
  await wire.cut();
  expect((await validate(node, { token: living, secret: 'wrong' })).status).toBe(403);
  expect((await validate(node, { token: null })).status).toBe(401);
  expect((await validate(node, { token: `${living}x` })).status).toBe(401);
  await wire.mend();
});
