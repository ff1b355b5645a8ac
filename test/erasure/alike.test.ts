import { expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { erase } from './erasing.ts';

const ALIKE = [
  'joann@acme.example',
  'ann@acme.example.org',
  'x.ann@acme.example',
  'ann@acme.examples',
  'mary+ann@acme.example',
  'o-ann@acme.example',
];

it('an erasure spares the events of others, however alike their addresses and names are', async () => {
  const server = await startServer();
  const person = await seedUser(server, { email: 'ann@acme.example', name: 'Ann Lee' });
  const others: SeededUser[] = [];
  for (const email of ALIKE) others.push(await seedUser(server, { email, name: 'Ann Lee' }));
  await server.app.sealer.sealAll();
  await untilSealed(server);
  const before = await eventsOf(server, others);
  expect(before).toContain('joann@acme.example');
  expect((await erase(server, person, person.email)).__typename).toBe('EraseUserSuccess');
  expect(await eventsOf(server, others)).toBe(before);
});

async function eventsOf(server: TestServer, users: readonly SeededUser[]): Promise<string> {
  const ids = users.map(({ databaseId }) => BigInt(databaseId));
  const events = await server.db.prisma.auditEvent.findMany({
    where: { targetType: 'User', targetId: { in: ids } },
    orderBy: { id: 'asc' },
    select: { before: true, after: true, actorName: true, ip: true, requestId: true },
  });
  return JSON.stringify(events);
}
