import { expect, it } from 'vitest';
import { recordOne } from '../recording/reports.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { followChanges } from './changes.ts';

it('a change that cannot be read ends the stream, and only the log knows why', async () => {
  const server = await startServer();
  const user = await seedUser(server);
  const { secret } = await seedKey(server, user);
  const events = await followChanges(server, '', { key: secret });
  await server.db.prisma.$executeRawUnsafe('alter table api_tokens rename to gone');
  await recordOne(server, user);
  await events.ended;
  expect(events.text()).not.toContain('api_tokens');
  expect(server.logLines.join('')).toContain('api_tokens');
});
