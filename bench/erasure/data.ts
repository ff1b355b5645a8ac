import type pg from 'pg';
import sql, { type Sql } from 'sql-template-tag';
import { parserOf } from '../../src/data/connection/parsers.ts';
import type { Rows } from '../../src/data/database.ts';
import { chain } from '../../src/security/audit/chain.ts';
import { type EventRow, eventColumns } from '../../src/security/audit/event-text.ts';
import { readHead } from '../../src/security/audit/head.ts';
import { openVault, type Vault } from '../../src/security/vault/data-keys.ts';
import { PEPPER } from '../server.ts';

/** The person has the first number; the others are there to be changed meanwhile. */
export const PERSON = { number: 1n, email: 'user1@bench.example.com' };
const USERS = 10_000;
const EVENTS_AT_ONCE = 20_000;

type Size = {
  readonly events: number;
  readonly meetings: number;
  /** How many events are about the person, out of a hundred of its own; the rest is what it did. */
  readonly aboutShare: number;
};

/** Fills a database on which the service ran once: a person with many meetings, and many events. */
export async function fill(client: pg.Client, { events, meetings, aboutShare }: Size) {
  await client.query(
    `insert into users (email, name) select 'user' || n || '@bench.example.com', 'User Number' || n
     from generate_series(1, ${USERS}) n`,
  );
  await fillMeetings(client, meetings);
  const rows: Rows = async <Row>({ text, values }: Sql) =>
    (await client.query({ text, values: [...values], types: { getTypeParser: parserOf } }))
      .rows as Row[];
  const vault = await openVault(rows, { current: { id: 1, text: PEPPER }, previous: null });
  for (let from = 0; from < events; from += EVENTS_AT_ONCE) {
    await client.query(EVENTS, [from, Math.min(EVENTS_AT_ONCE, events - from), aboutShare]);
    await sealAll(rows, vault);
  }
  await client.query('vacuum analyze');
}

/** Of two users in turns: the second half of the log is what others did. */
const EVENTS = `
  insert into audit_events (at, actor_kind, actor_id, actor_name, actor_user_id, action, target_type, target_id, ip, request_id, before, after)
  select now() - interval '400 days' + n * interval '1 second', 'USER_KEY', person, 'laptop of user ' || person, person,
    case when n % 100 < $3 then 'USER_UPDATED' else 'MEETING_RECORDED' end, case when n % 100 < $3 then 'User' else 'Meeting' end,
    case when n % 100 < $3 then person else n end, '192.0.2.' || n % 200, 'request-' || n,
    case when n % 100 < $3 then jsonb_build_object('email', 'user' || person || '@bench.example.com', 'name', 'User Number' || person) end,
    jsonb_build_object('note', 'what was done ' || n, 'role', 'user')
  from (select n, case when n % 2 = 0 then 1 else 2 + n % 1000 end as person from generate_series($1::int + 1, $1::int + $2::int) n) one`;

async function sealAll(rows: Rows, vault: Vault): Promise<void> {
  const head = await readHead(rows, vault);
  if (head === null) throw new Error('the service has not run on this database');
  const events = await rows<EventRow>(
    sql`select ${eventColumns} from audit_events e where e.position is null order by e.id`,
  );
  await chain(rows, vault, { head, events });
}

async function fillMeetings(client: pg.Client, meetings: number): Promise<void> {
  await client.query('set session_replication_role = replica');
  await client.query(`
    insert into meetings (id, user_id, platform, native_meeting_id, status, created_at, joining_at, active_at, final_at, start_time, end_time, data)
    select n, 1, 'zoom', 'room-' || n, 'completed', at, at, at, at + interval '1 hour', at, at + interval '1 hour', '{"title": "Weekly"}'
    from (select n, now() - n * interval '5 minutes' as at from generate_series(1, ${meetings}) n) one`);
  await client.query(`
    insert into meeting_transitions (meeting_id, user_id, to_status, at, source)
    select m.id, 1, s.status, m.created_at + s.place * interval '1 second', 'bot'
    from meetings m, unnest('{joining,active,completed}'::text[]) with ordinality s(status, place)`);
  await client.query(`
    insert into meeting_sessions (meeting_id, user_id, session_uid, started_at)
    select m.id, 1, 'session-' || m.id, m.created_at from meetings m`);
  await client.query(`
    insert into transcript_segments (meeting_id, user_id, segment_id, start_offset, end_offset, text, speaker)
    select m.id, 1, 's' || n, n, n + 1, 'what was said there, at some length', 'User Number1'
    from meetings m, generate_series(1, 10) n`);
  await client.query("select setval('meetings_id_seq', (select max(id) from meetings))");
  await client.query('set session_replication_role = origin');
}
