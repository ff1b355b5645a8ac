import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/core/app.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { countOf, NEVER, runRetention } from './running.ts';

const NOW = new Date('2026-10-01T12:00:00Z');

describe('an import', () => {
  let server: TestServer;
  let source: VexaDatabase;
  beforeAll(async () => {
    server = await startServer({ clock: () => NOW });
    source = await createVexaDatabase('0.12');
    await source.client.query(`
      insert into users (id, email, name) values (7, 'ada@example.com', 'Ada');
      insert into meetings (id, user_id, platform, platform_specific_id, status, created_at) values
        (1, 7, 'google_meet', 'old', 'completed', '2026-01-01'), (2, 7, 'google_meet', 'open', 'active', '2026-01-02'),
        (3, 7, 'google_meet', 'young', 'completed', '2026-09-30');
      insert into transcriptions (meeting_id, start_time, end_time, text)
        select m, 1, 2, 'said' from generate_series(1, 3) m`);
  });
  afterAll(async () => {
    await source.drop();
    await server.stop();
  });

  const importAll = async (limits: Partial<typeof NEVER>, name = 'vexa') => {
    const config = { ...server.app.config, retention: { ...NEVER, ...limits } };
    const app: App = { ...server.app, config };
    const { tally } = await importVexa(app, { from: source.url, name, renumber: name !== 'vexa' });
    return { ...tally, texts: tally.notes.map(({ text, count }) => `${count} ${text}`) };
  };
  const rows = async () => [
    await countOf(server, 'meetings'),
    await countOf(server, 'transcript_segments'),
  ];

  it('does not bring back segments that were deleted by age, whatever the setting is then', async () => {
    await importAll({});
    expect(await rows()).toEqual([3, 3]);
    await runRetention(server, { segments: 30 });
    expect(await rows()).toEqual([3, 2]);
    await source.client.query(`update transcriptions set text = 'said again'`);
    const { counts, texts } = await importAll({});
    expect(counts.segments).toMatchObject({ skipped: 1 });
    expect(texts).toContainEqual(expect.stringMatching(/^1 skipped: .*deleted by age/));
    expect(await rows()).toEqual([3, 2]);
  });

  it('nor meetings', async () => {
    await runRetention(server, { meetings: 30 });
    expect(await rows()).toEqual([2, 2]);
    await source.client.query(`update meetings set platform_specific_id = 'changed' where id = 1`);
    const { counts, texts } = await importAll({});
    expect(counts.meetings).toMatchObject({ skipped: 1 });
    expect(counts.segments).toMatchObject({ skipped: 1 });
    expect(texts).toContainEqual(
      '1 skipped: they were deleted here by age (MEETING_RETENTION_DAYS)',
    );
    expect(await rows()).toEqual([2, 2]);
  });

  it('takes nothing over that would be deleted at once', async () => {
    const { counts, texts } = await importAll({ meetings: 30, segments: 30 }, 'another');
    expect(counts.meetings).toMatchObject({ written: 2, skipped: 1 });
    expect(texts).toContain('1 skipped: they are older than MEETING_RETENTION_DAYS');
    expect(await rows()).toEqual([4, 4]);
  });
});
