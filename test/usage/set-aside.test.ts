import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from 'vitest';
import { usageMeter } from '../../src/domain/usage/meter.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let userId: bigint;
const keys: SeededKey[] = [];
beforeAll(async () => {
  server = await startServer();
  const user = await seedUser(server);
  userId = BigInt(user.databaseId);
  for (let made = 0; made < 20; made += 1) keys.push(await seedKey(server, user));
});
beforeEach(() => server.db.prisma.tokenUsage.deleteMany());
afterAll(() => server.stop());

async function counted(): Promise<{ requests: number; ips: number }> {
  const [row] = await server.db.rows<{ requests: number; ips: number }>(sql`
    select coalesce(sum(requests), 0)::int as requests, count(last_ip)::int as ips from token_usage`);
  return row ?? { requests: 0, ips: 0 };
}

function countAll(
  meter: ReturnType<typeof usageMeter>,
  ip: (place: number) => string | null,
): void {
  const at = new Date();
  for (const [place, { databaseId }] of keys.entries())
    meter.count({ tokenId: BigInt(databaseId), userId, at, ip: ip(place) });
}

it('an address that cannot be stored is left out, and its request counts all the same', async () => {
  const meter = usageMeter(server.db.rows);
  countAll(meter, (place) => (place % 7 === 3 ? `10.0.0.\0${place}` : '10.0.0.1'));
  await meter.flush();
  expect(await counted()).toEqual({ requests: 20, ips: 17 });
  expect([meter.unwritten(), meter.setAside()]).toEqual([0, 0]);
});

it('a row that the database refuses is set aside alone, counted and logged', async () => {
  const lines: object[] = [];
  const meter = usageMeter(server.db.rows, {
    log: { error: (row: object) => lines.push(row) } as never,
  });
  const [spoilt] = keys.slice(11);
  await server.db.prisma.$executeRawUnsafe(`
    alter table token_usage add constraint spoilt check (token_id <> ${spoilt?.databaseId}) not valid`);
  onTestFinished(async () => {
    await server.db.prisma.$executeRaw`alter table token_usage drop constraint spoilt`;
  });
  countAll(meter, () => null);
  meter.count({ tokenId: 1n << 70n, userId, at: new Date(), ip: null });
  await meter.flush();
  expect(await counted()).toMatchObject({ requests: 19 });
  expect([meter.unwritten(), meter.setAside()]).toEqual([0, 2]);
  expect(lines).toMatchObject([{ requests: 1 }, { requests: 1 }]);
  // The next round is not held up by what was set aside.
  countAll(meter, () => null);
  await meter.flush();
  expect(await counted()).toMatchObject({ requests: 19 + 19 });
});
