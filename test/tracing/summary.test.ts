import { expect, it } from 'vitest';
import { statementSummary } from '../../src/app/tracing/summary.ts';

it.each([
  ['select id from users where id = $1', 'SELECT users'],
  ['SELECT "public"."users"."id" FROM "users" WHERE 1=0', 'SELECT users'],
  [
    'select * from unnest($1) i(id) cross join lateral (select * from meetings) m',
    'SELECT meetings',
  ],
  ['select 1 from only meetings for no key update skip locked', 'SELECT meetings'],
  [
    'select extract(epoch from start_time) from meetings where a is distinct from b',
    'SELECT meetings',
  ],
  [
    'with m as (insert into users (email) values ($1) on conflict do update set a = 1 returning *) insert into audit_events select * from m',
    'INSERT users INSERT audit_events SELECT m',
  ],
  ['delete from api_tokens where id = $1', 'DELETE api_tokens'],
  ['begin isolation level read committed', 'BEGIN'],
  ['commit', 'COMMIT'],
  ['', 'STATEMENT'],
])('the summary of %s', (text, summary) => {
  expect(statementSummary(text)).toBe(summary);
});
