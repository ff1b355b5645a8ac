import sql, { raw } from 'sql-template-tag';
import { seedKey, seedMeetings, seedUser } from '../../support/seed.ts';
import type { TestServer } from '../../support/server.ts';

/** The first number of a subject: what the API makes has smaller ones. */
export const FIRST = 1_000_000;

/**
 * Subjects that are alike but for their number: a user, a key, an admin key, a meeting and its session,
 * all of which have that number as their id. Each use of a document that changes something gets one of
 * its own, so that it starts where every other use did.
 */
export async function seedSubjects(server: TestServer, count: number): Promise<void> {
  const user = await seedUser(server, {
    email: 'subject@example.com',
    name: 'Subject',
    imageUrl: 'https://example.com/face.png',
    maxConcurrentBots: 7,
    data: { kept: true },
  });
  await seedKey(server, user, { name: 'key', expiresIn: 86_400, scopes: ['BOT', 'TX'] });
  await server.graphql(
    'mutation { createAdminKey(input: {name: "operator", expiresIn: 86400}) { __typename } }',
    { admin: server.adminKey },
  );
  await seedMeetings(server, user.databaseId, 1);
  await server.db.rows(sql`update meetings set status = 'active', data = '{"kept": true}'`);
  await server.db.rows(sql`update meeting_sessions set started_at = '2026-11-20T12:30:00Z'`);
  const own = `'id', n, 'digest', '\\x' || md5(n::text) || md5(n::text || kind)`;
  const copies: readonly (readonly [string, string])[] = [
    ['users', own],
    ['api_tokens', `${own}, 'user_id', n`],
    ['admin_keys', own],
    ['meetings', `'id', n, 'user_id', n`],
    ['meeting_sessions', `'id', n, 'meeting_id', n, 'user_id', n`],
  ];
  for (const [table, fields] of copies) {
    await server.db.rows(sql`
      insert into ${raw(table)}
      select copied.*
      from (select * from ${raw(table)} order by id limit 1) as one
      cross join (select '${raw(table)}' as kind) as named
      cross join generate_series(${FIRST}::int, ${FIRST + count - 1}::int) as n
      cross join lateral jsonb_populate_record(null::${raw(table)},
        replace(to_jsonb(one)::text, 'subject@', 'subject' || n || '@')::jsonb
        || jsonb_build_object(${raw(fields)})) as copied`);
  }
}

const TABLES: Readonly<Record<string, string>> = {
  users: 'id',
  api_tokens: 'user_id',
  meetings: 'user_id',
  meeting_sessions: 'user_id',
  meeting_transitions: 'meeting_id',
  transcript_segments: 'user_id',
  webhook_secrets: 'user_id',
};

/** What is another in each copy, or in each run. */
const NOT_COMPARED = [
  ...['id', 'digest', 'hint', 'user_id', 'meeting_id', 'replaces_id', 'root_id', 'sealed'],
  ...['token_id', 'email', 'updated_at'],
];

type Range = { readonly from: number; readonly to: number };

/** All rows of each subject, as they are now. */
export async function rowsOf(
  server: TestServer,
  { from, to }: Range,
): Promise<Map<number, string>> {
  const found = new Map<number, string>();
  for (const [table, owner] of Object.entries(TABLES)) {
    const rows = await server.db.rows<{ subject: number; rows: string }>(sql`
      select ${raw(owner)}::int as subject,
        jsonb_agg(compared order by compared::text)::text as rows
      from ${raw(table)} as t
      cross join lateral (select to_jsonb(t) - ${NOT_COMPARED}::text[] as compared) as c
      where ${raw(owner)} >= ${from} and ${raw(owner)} < ${to} group by 1`);
    for (const { subject, rows: text } of rows)
      found.set(subject, `${found.get(subject) ?? ''} ${table}: ${text}`);
  }
  return found;
}
