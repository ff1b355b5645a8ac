import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { seedUser } from '../support/seed.ts';
import { canDump, dump, restore, textOf } from './dump.ts';
import {
  answerTo,
  answerToAdmin,
  createHome,
  during,
  type Home,
  runUnder,
  startUnder,
  validate,
  WRONG,
} from './peppers.ts';
import { ANSWERS, answersTo, fillStates, SIGNING, type Texts } from './states.ts';

const PEPPER = 'the pepper of a service that is backed up';
const SAME = { current: PEPPER };
const OTHER = { current: WRONG };

if (!canDump())
  process.stdout.write('NOT RUN: backup and restore here: this PostgreSQL comes without pg_dump\n');

describe.runIf(canDump())('a backup', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-dump-'));
  const file = join(folder, 'latchkey.dump');
  let texts: Texts;
  let home: Home;
  let restored: Home;

  beforeAll(async () => {
    home = await createHome();
    texts = await during(home, SAME, fillStates);
    await dump(home, file);
  });
  beforeEach(async () => {
    restored = await restore(file);
  });
  afterEach(() => dropScratchDatabase(restored.databaseUrl));
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    rmSync(folder, { recursive: true });
  });

  const usageIn = ({ databaseUrl }: Home) =>
    query(databaseUrl, 'select token_id, requests, last_ip from token_usage_days order by 1');

  it('holds no text of a key and no secret', () => {
    const text = textOf(file);
    expect(text).toContain('COPY public.api_tokens');
    for (const secret of [...Object.values(texts), SIGNING, PEPPER]) {
      for (const form of ['utf8', 'hex', 'base64'] as const)
        expect(text).not.toContain(Buffer.from(secret).toString(form));
    }
  });

  it('gives everything back under the same pepper, and nothing that had ended', async () => {
    const usage = await usageIn(restored);
    expect(usage[0]).toMatchObject({ requests: '7', last_ip: '127.0.0.1' });
    expect(usage).toEqual(await usageIn(home));
    await during(restored, SAME, async (server) => {
      expect(await answersTo(server, texts)).toEqual(ANSWERS);
      expect(await validate(server, texts.works)).toMatchObject({ webhook_secret: SIGNING });
    });
    const verdict = await runUnder(restored, SAME, ['audit', 'verify']);
    expect([verdict.code, verdict.output]).toEqual([
      0,
      expect.stringMatching(/^The audit log is intact/),
    ]);
  });

  it('is gone on from: counts add up, and the chain goes on', async () => {
    await during(restored, SAME, async (server) => {
      const before = await verifyAuditLog(server.app);
      await answerTo(server, texts.works);
      await seedUser(server);
      const after = await verifyAuditLog(server.app);
      expect([after.events, after.findings]).toEqual([before.events + 1, []]);
    });
    expect((await usageIn(restored))[0]).toMatchObject({ requests: '8' });
  });

  it('starts under no other pepper, until the keys are given up, which then stay ended', async () => {
    await expect(startUnder(restored, OTHER)).rejects.toThrow(/^\d working keys .* TOKEN_PEPPER/);
    const [, keys = ''] =
      /forget --keys (\d+)$/.exec(
        (await runUnder(restored, OTHER, ['pepper', 'forget'])).errors.trim(),
      ) ?? [];
    const forgotten = await runUnder(restored, OTHER, ['pepper', 'forget', '--keys', keys]);
    expect(forgotten).toMatchObject({ code: 0, output: `${keys} keys were revoked.\n` });
    for (const given of [OTHER, { current: WRONG, previous: PEPPER }]) {
      await during(restored, given, async (server) => {
        expect(await answerTo(server, texts.works)).toBe(401);
        expect(await answerToAdmin(server, texts.admin)).toBe(403);
      });
    }
  });
});
