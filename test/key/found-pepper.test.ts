import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SecretBox, secretBox } from '../../src/security/vault/secret-box.ts';
import { dropScratchDatabase } from '../database/scratch.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { BOTH, createHome, during, type Home, NEW, OLD, runUnder, validate } from './peppers.ts';

const HOOK = 'https://hooks.example.com/';

describe('a pepper that was given up, and is found again', () => {
  let home: Home;
  /** With a secret from before, and from after. */
  let first: SeededUser;
  let second: SeededUser;
  /** As an older version sealed with the data key of then. */
  let older: SecretBox;
  beforeEach(async () => {
    home = await createHome();
    first = await during(home, { current: OLD }, (server) => {
      older = secretBox(server.app.vault.keyFor('latchkey secrets'));
      return signed(server, 'the first secret');
    });
    expect(
      await runUnder(home, { current: NEW }, ['pepper', 'forget', '--keys', '0']),
    ).toMatchObject({ code: 0 });
    second = await during(home, { current: NEW }, (server) => signed(server, 'the second secret'));
  });
  afterEach(() => dropScratchDatabase(home.databaseUrl));

  const signed = (server: TestServer, secret: string) =>
    seedUser(server, { data: { webhook_url: HOOK, webhook_secret: secret } });

  async function handedOut(server: TestServer, user: SeededUser): Promise<unknown> {
    const { secret } = await seedKey(server, user);
    return (await validate(server, secret))['webhook_secret'] ?? null;
  }

  const complaints = ({ logLines }: TestServer) =>
    logLines.filter((line) => line.includes('cannot be decrypted'));

  it('opens what it sealed; what came since opens, too', async () => {
    await during(home, BOTH, async (server) => {
      expect(await handedOut(server, first)).toBe('the first secret');
      expect(await handedOut(server, second)).toBe('the second secret');
      expect(complaints(server)).toEqual([]);
    });
    // By now the data keys are wrapped under the new one.
    await during(home, { current: NEW }, async (server) => {
      expect(await handedOut(server, first)).toBe('the first secret');
    });
  });

  it('leaves each lost secret one line in the log meanwhile, without the secret', async () => {
    await during(home, { current: NEW }, async (server) => {
      for (let turn = 0; turn < 3; turn += 1) expect(await handedOut(server, first)).toBeNull();
      expect(await handedOut(server, second)).toBe('the second secret');
      const [line = '', ...more] = complaints(server);
      expect(more).toEqual([]);
      expect(JSON.parse(line)).toMatchObject({ level: 40, userId: String(first.databaseId) });
      expect(server.logLines.join()).not.toMatch(/the (first|second) secret/);
    });
  });

  it('opens what an older version sealed, which did not say with what', async () => {
    await during(home, BOTH, async (server) => {
      const userId = BigInt(first.databaseId);
      const sealed = older.seal('an older secret', `webhook_secret:${userId}`);
      await server.db.prisma.webhookSecret.update({ where: { userId }, data: { sealed } });
      expect(await handedOut(server, first)).toBe('an older secret');
    });
  });
});
