import { afterAll, beforeAll, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall, SMALL } from './fill.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Rows that nobody foresaw: here they are refused by a trigger, or cannot be read there.

let server: TestServer;
let source: VexaDatabase;
beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.10');
  await fillSmall(source, '0.10');
  await server.db.prisma.$executeRawUnsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin
      if new.id % 50 = 7 then raise exception 'no secret here'; end if;
      return new; end $$`);
  await server.db.prisma.$executeRawUnsafe(
    'create trigger refuse before insert on meetings for each row execute function refuse()',
  );
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

// A rehearsal writes nothing, so that nothing of it is refused.
it.each([true, false])(
  'a row that is refused is skipped alone and reported (rehearsal: %s)',
  async (dryRun) => {
    const { tally, interrupted } = await importVexa(server.app, { from: source.url, dryRun });
    expect(interrupted).toBe(false);
    const refused = dryRun ? 0 : SMALL.meetings / 50;
    expect(tally.counts.meetings).toEqual({
      written: SMALL.meetings - refused,
      unchanged: 0,
      skipped: refused,
    });
    const note = tally.notes.find(({ text }) => text.includes('the database rejects them'));
    if (dryRun) expect(note).toBeUndefined();
    else
      expect(note).toMatchObject({
        table: 'meetings',
        count: refused,
        text: expect.stringContaining('P0001'),
      });
    expect(JSON.stringify(tally)).not.toContain('no secret here');
  },
);
