import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { until } from '../http/raw-connection.ts';
import type { TestServer } from '../support/server.ts';
import { SMALL } from './fill.ts';
import { type Following, startFollower } from './following.ts';
import { everythingHere } from './here.ts';
import type { VexaDatabase } from './source.ts';
import type { VexaForm } from './vexa-schema.ts';

let server: TestServer;
let source: VexaDatabase;
let follow: Following['follow'];
let stop: Following['stop'];
let report: Following['report'];
let has: Following['has'];
let progressHere: Following['progressHere'];
let createOther: Following['createOther'];
let close: Following['close'];

async function prepare(form: VexaForm): Promise<void> {
  ({ server, source, follow, stop, report, has, progressHere, createOther, close } =
    await startFollower(form));
}
afterEach(() => close());

const NEW_KEY = 'NmPqRsTv'.repeat(5);

describe.each(['0.9', '0.10', '0.12'] as const)(
  'an import that follows a database of %s',
  (form) => {
    beforeEach(() => prepare(form));

    it('takes over what is new and what changes, in every table', async () => {
      follow();
      await has('transcript_segments', SMALL.segments);
      await source.client.query(`
      insert into users (email) values ('new@example.com');
      insert into api_tokens (token, user_id) values ('${NEW_KEY}', ${SMALL.users + 1});
      insert into meetings (user_id, platform, status, data) values (${SMALL.users + 1}, 'zoom', 'requested', '{}');
      insert into meeting_sessions (meeting_id, session_uid) values (${SMALL.meetings + 1}, 'new');
      insert into transcriptions (meeting_id, start_time, end_time, text, session_uid) values (${SMALL.meetings + 1}, 0, 1, 'new', 'new')`);
      await has('transcript_segments', 1, `text = 'new'`);
      const response = await server.fetch('/auth/me', { headers: { 'x-api-key': NEW_KEY } });
      expect(response.status).toBe(200);
      // Not one of these has a column that says when it changed, but for meetings; and by hand nobody sets that.
      await source.client.query(
        `
      update users set name = 'Changed' where id = 3;
      update api_tokens set expires_at = '2027-01-01' where id = 4`.replace(
          form === '0.9' ? /update api_tokens.*/ : /$^/,
          '',
        ),
      );
      await source.client.query(`
      update meetings set status = 'active', start_time = now(), data = '{"status_transition": [{"to": "active", "timestamp": "2026-06-18T10:00:00Z"}]}' where id = ${SMALL.meetings + 1};
      update meeting_sessions set session_start_time = '2027-01-01Z' where session_uid = 'new';
      update transcriptions set text = 'changed' where text = 'new'`);
      await has('users', 1, `name = 'Changed'`);
      await has('meetings', 1, `status = 'active'`);
      await has('meeting_transitions', 1, `meeting_id = ${SMALL.meetings + 1}`);
      await has('meeting_sessions', 1, `started_at = '2027-01-01Z'`);
      await has('transcript_segments', 1, `text = 'changed'`);
      if (form !== '0.9') await has('api_tokens', 1, `expires_at = '2027-01-01Z'`);
      stop();
      await report();
      const before = await everythingHere(server);
      const { tally } = await importVexa(server.app, { from: source.url });
      for (const counts of Object.values(tally.counts)) expect(counts.written).toBe(0);
      expect(await everythingHere(server)).toEqual(before);
    });
  },
);

describe('an import that follows', () => {
  beforeEach(() => prepare('0.12'));

  it('moves segments with the start of their meeting', async () => {
    await source.client.query(`
      insert into meetings (user_id, platform, status, data, created_at) values (1, 'zoom', 'joining', '{}', '2026-06-18 09:59');
      insert into transcriptions (meeting_id, start_time, end_time, text) values (${SMALL.meetings + 1}, extract(epoch from timestamptz '2026-06-18 10:00Z'), extract(epoch from timestamptz '2026-06-18 10:01Z'), 'spoken')`);
    follow();
    await has('transcript_segments', 1, `text = 'spoken' and start_offset = 60`);
    await source.client.query(
      `update meetings set start_time = '2026-06-18 09:59:30' where id = ${SMALL.meetings + 1}`,
    );
    await has('transcript_segments', 1, `text = 'spoken' and start_offset = 30`);
  });

  it('moves them, too, if it was stopped between the two', async () => {
    await source.client.query(`
      insert into meetings (user_id, platform, status, data, start_time, end_time) values (1, 'zoom', 'completed', '{}', '2026-06-18 09:59', '2026-06-18 10:30');
      insert into transcriptions (meeting_id, start_time, end_time, text) values (${SMALL.meetings + 1}, extract(epoch from timestamptz '2026-06-18 10:00Z'), extract(epoch from timestamptz '2026-06-18 10:01Z'), 'spoken')`);
    const heard: (string | null)[] = [];
    follow({ onAway: (why) => heard.push(why) });
    await has('transcript_segments', 1, `text = 'spoken' and start_offset = 60`);
    const { prisma } = server.db;
    await prisma.$executeRawUnsafe(`create function away() returns trigger language plpgsql as $$
      begin raise exception 'away' using errcode = '57P01'; end $$`);
    await prisma.$executeRawUnsafe(`create trigger away before insert on transcript_segments
      for each statement execute function away()`);
    await source.client.query(
      `update meetings set start_time = '2026-06-18 09:59:30' where id = ${SMALL.meetings + 1}`,
    );
    await until(() => heard.length === 1);
    await has('meetings', 1, `start_time = '2026-06-18 09:59:30Z'`);
    await prisma.$executeRawUnsafe('drop trigger away on transcript_segments');
    await has('transcript_segments', 1, `text = 'spoken' and start_offset = 30`);
  });

  it('deletes nothing of what an older copy of the database lacks', async () => {
    follow({ followDeletions: true });
    await has('transcript_segments', SMALL.segments);
    await until(async () => (await progressHere())?.isFollowing === true);
    stop();
    await report();
    await server.db.prisma.$executeRawUnsafe(
      `update import_sources set progress = jsonb_set(progress, '{mark,transaction}', '"9000000000"')`,
    );
    await source.client.query(`
      delete from transcriptions where meeting_id > 140;
      delete from meeting_sessions where meeting_id > 140;
      delete from meetings where id > 140`);
    follow({ followDeletions: true });
    await until(async () => {
      const progress = await progressHere();
      return progress?.isFollowing === true && progress.mark?.transaction !== '9000000000';
    });
    stop();
    const { tally } = await report();
    expect(tally.notes.map(({ text }) => text)).toContain(
      'are deleted there and are still here: --follow-deletions deletes them here',
    );
    expect(await server.db.prisma.meeting.count()).toBe(SMALL.meetings);
  });

  it('takes over what a transaction wrote that ends later than others that began after it', async () => {
    follow();
    await has('transcript_segments', SMALL.segments);
    const { client } = source;
    await client.query(
      `begin; insert into transcriptions (meeting_id, start_time, end_time, text) values (2, 0, 1, 'late')`,
    );
    const other = await createOther();
    await other.query(
      `insert into transcriptions (meeting_id, start_time, end_time, text) values (3, 0, 1, 'early')`,
    );
    await has('transcript_segments', 1, `text = 'early'`);
    await client.query('commit');
    await has('transcript_segments', 1, `text = 'late'`);
    await other.end();
  });

  it('deletes with --follow-deletions what is withdrawn or redacted meanwhile', async () => {
    await source.client.query(`update meetings set status = 'active' where id = 5`);
    follow({ followDeletions: true });
    await has('transcript_segments', SMALL.segments);
    await source.client.query(`
      delete from transcriptions where id = (select min(id) from transcriptions where meeting_id = 5);
      delete from transcriptions where meeting_id = 6;
      update meetings set data = '{"artifact_deletion": {"state": "completed"}}' where id = 6`);
    await has('transcript_segments', SMALL.segments - 7);
  });

  it('outlives a source that is away, and says so once', async () => {
    const heard: (string | null)[] = [];
    follow({ onAway: (why) => heard.push(why) });
    await has('transcript_segments', SMALL.segments);
    const admin = await createOther('postgres');
    const name = new URL(source.url).pathname.slice(1);
    await source.client.end();
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    await admin.query(`alter database ${name} rename to ${name}_away`);
    await until(() => heard.length === 1);
    // There is more than one try meanwhile.
    await sleep(2_500);
    await admin.query(`alter database ${name}_away rename to ${name}`);
    await admin.query(`alter database ${name} allow_connections true`);
    await admin.end();
    const other = await createOther();
    await other.query(
      `insert into transcriptions (meeting_id, start_time, end_time, text) values (2, 0, 1, 'meanwhile')`,
    );
    await other.end();
    await has('transcript_segments', 1, `text = 'meanwhile'`);
    expect(heard).toEqual([expect.any(String), null]);
  });
});

describe('an import that has not read everything once', () => {
  beforeEach(() => prepare('0.12'));

  it('ends when it is stopped while the source is away', async () => {
    const heard: (string | null)[] = [];
    const other = await createOther();
    await other.query('begin; lock table transcriptions in access exclusive mode');
    follow({ onAway: (why) => heard.push(why) });
    const admin = await createOther('postgres');
    const name = new URL(source.url).pathname.slice(1);
    await until(async () => {
      const { rows } = await admin.query(
        `select from pg_stat_activity where datname = $1 and wait_event_type = 'Lock'`,
        [name],
      );
      return rows.length > 0;
    });
    await source.client.end();
    await admin.query(`alter database ${name} allow_connections false`);
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      name,
    ]);
    await admin.query(`alter database ${name} rename to ${name}_away`);
    await until(() => heard.length === 1);
    stop();
    await expect(report()).rejects.toThrow();
    await admin.query(`alter database ${name}_away rename to ${name}`);
    await admin.end();
  });
});
