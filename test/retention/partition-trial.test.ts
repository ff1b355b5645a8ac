import sql from 'sql-template-tag';
import { it } from 'vitest';
import { startServer } from '../support/server.ts';

it('trial', async () => {
  const server = await startServer({ env: { DATABASE_STATEMENT_TIMEOUT_MS: '600000' } });
  const run = (text: string) => server.db.prisma.$executeRawUnsafe(text);
  const ask = <Row>(text: string) => server.db.prisma.$queryRawUnsafe<Row[]>(text);
  const say = (...words: unknown[]) => process.stderr.write(`TRIAL ${words.map(String).join(' ')}\n`);
  say((await ask<{ version: string }>('select version()'))[0]?.version);
  await run(`insert into users (email) values ('a@example.com')`);
  await run(`insert into meetings (user_id, platform, status, created_at) select 1, 'zoom', 'completed', now() - interval '400 days' + n * interval '10 minutes' from generate_series(1, 6000) n`);
  await run(`create table parts (like transcript_segments including defaults including generated including constraints) partition by range (meeting_id)`);
  await run(`alter table parts add primary key (id, meeting_id)`);
  await run(`create unique index on parts (meeting_id, segment_id) where segment_id is not null`);
  await run(`create index on parts (meeting_id, start_offset)`);
  await run(`create index on parts (id)`);
  await run(`alter table parts add foreign key (meeting_id) references meetings (id) on delete restrict`);
  for (let part = 0; part < 24; part += 1)
    await run(`create table parts_${part} partition of parts for values from (${part === 0 ? 'minvalue' : part * 250 + 1}) to (${part === 23 ? 'maxvalue' : part * 250 + 251})`);
  await run(`create trigger figures_after_insert after insert on parts referencing new table as changed for each statement execute function meeting_figures_outdate()`).then(() => say('statement trigger with transition table on the parent: ok'), (e) => say('trigger', e));
  const insert = (extra: string) => `insert into parts as s (meeting_id, user_id, segment_id, start_offset, end_offset, text) values (5, 1, 'x', 0, 1, 'said')
    on conflict (meeting_id, segment_id) where segment_id is not null do update set text = excluded.text returning s.segment_id ${extra}`;
  await ask(insert('')).then(() => say('insert on conflict: ok'), (e) => say('insert', e));
  await ask(insert(', s.xmax = 0 as "isNew"')).then(() => say('returning xmax: ok'), (e) => say('returning xmax:', (e as Error).message.slice(-200)));
  // attach the existing table as the first partition, with an open range
  await run(`create table whole (like transcript_segments including all)`);
  await run(`create table parent (like transcript_segments including defaults including generated including constraints) partition by range (meeting_id)`);
  await run(`insert into whole (meeting_id, user_id, start_offset, end_offset, text) select n, 1, 0, 1, 'x' from generate_series(1, 1000) n`);
  await run(`alter table parent attach partition whole for values from (minvalue) to (maxvalue)`).then(() => say('attach: ok'), (e) => say('attach', e));
  await run(`alter table parent add primary key (id)`).catch((e) => say('primary key (id):', (e as Error).message.slice(-160)));
  // batches against drop
  for (const table of ['parts', 'transcript_segments'])
    await run(`insert into ${table} (meeting_id, user_id, segment_id, start_offset, end_offset, text, speaker) select m, 1, n::text, n, n + 1, repeat('word ', 12), 'Ada' from generate_series(1, 6000) m, generate_series(1, 150) n`);
  await run('analyze');
  const time = async (name: string, work: () => Promise<unknown>) => {
    const begun = performance.now();
    await work();
    say(name, Math.round(performance.now() - begun), 'ms');
  };
  await time('delete 37,500 segments of 250 meetings, 8 meetings at once', async () => {
    for (let m = 1; m <= 250; m += 8)
      await server.db.rows(sql`delete from transcript_segments where meeting_id between ${m} and ${Math.min(m + 7, 250)}`);
  });
  await time('detach and drop a partition of 37,500 segments', async () => {
    await run('alter table parts detach partition parts_3');
    await run('drop table parts_3');
  });
  for (const table of ['transcript_segments', 'parts']) {
    for (const [name, text] of [
      ['one meeting', `select * from ${table} where meeting_id = 3000 order by start_offset limit 50`],
      ['by id', `select * from ${table} where id = 400000`],
      ['join', `select s.* from meetings m join lateral (select * from ${table} s where s.meeting_id = m.id offset 0) s on true where m.id = any('{3000,3001}'::bigint[])`],
    ] as const) {
      for (let n = 0; n < 5; n += 1) await ask(text);
      await time(`200 x ${name} on ${table}`, async () => {
        for (let n = 0; n < 200; n += 1) await ask(text);
      });
    }
  }
}, 600_000);
