import sql from 'sql-template-tag';
import { expect } from 'vitest';
import type { Canaries } from '../support/canaries.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';

// A person whose texts are looked for wherever they could be left.

export const CANARIES: Canaries = {
  address: 'Zaphodina.Quuxwort@Canary-Example.com',
  name: 'Zaphodina Quuxwort',
  formerAddress: 'oldquuxwort@former-example.com',
  formerName: 'Zaphodina Formerly-Grault',
  key: 'laptop of quuxwortina',
  meeting: 'zqu-xwor-tmt',
  said: 'my secret plan is plughxyzzy',
  speaker: 'Zaphodina Speaking',
  container: 'bot-quuxwort-container',
  hook: 'https://hooks.example.org/quuxwortina-hook',
  data: 'free text of garplyquux',
  ip: '203.0.113.77',
  reason: 'quuxwort was too loud',
};

export const LOWERED: Canaries = Object.fromEntries(
  Object.entries(CANARIES).map(([name, text]) => [name, text.toLowerCase()]),
);

/**
 * A user with something of every kind, in its row, in rows below it and in the audit log. The server has to
 * trust a proxy.
 */
export async function seedPerson(server: TestServer): Promise<SeededUser> {
  const user = await seedUser(server, {
    email: CANARIES['formerAddress'],
    name: CANARIES['formerName'],
  });
  const admin = { admin: server.adminKey };
  await server.graphql(
    `mutation ($input: UpdateUserInput!) { updateUser(input: $input) { __typename } }`,
    {
      ...admin,
      variables: {
        input: {
          user: { id: user.id },
          email: CANARIES['address'],
          name: CANARIES['name'],
          data: { note: CANARIES['data'], [CANARIES['data'] ?? '']: 1 },
        },
      },
    },
  );
  const key = await seedKey(server, user, { name: CANARIES['key'], scopes: ['BOT', 'TX'] });
  await server.fetch('/auth/me', { headers: { 'x-api-key': key.secret, ...FROM } });
  await server.fetch('/admin/users', { headers: { 'x-api-key': key.secret, ...FROM } });
  const hook = await server.graphql(
    `mutation ($url: URL!) { setWebhook(input: {url: $url, secret: "a secret of 24 characters"}) { __typename } }`,
    { key: key.secret, variables: { url: CANARIES['hook'] } },
  );
  expect(hook.data).toEqual({ setWebhook: { __typename: 'SetWebhookSuccess' } });
  await server.graphql(
    'mutation ($name: String!) { createAdminKey(input: {name: $name}) { __typename } }',
    { ...admin, variables: { name: `for ${CANARIES['name']}` } },
  );
  const { rows } = server.db;
  await rows(sql`
    insert into user_configs (user_id, name, sealed) values (${user.databaseId}, 'calendars', '\\x00')`);
  await rows(sql`
    insert into audit_set_aside (event_id, event) values (1, ${`(1,${CANARIES['address']})`})`);
  await server.app.usage.flush();
  await server.app.refusals.flush();
  await seedMeeting(server, user, { title: CANARIES['data'], join_time: 7.25 });
  await rows(sql`
    update meetings set completion_reason = ${CANARIES['reason']}, bot_container_id = ${CANARIES['container']},
      native_meeting_id = ${CANARIES['meeting']}, token_id = ${key.databaseId} where user_id = ${user.databaseId}`);
  return user;
}

const FROM = { 'x-forwarded-for': CANARIES['ip'] ?? '' };

export async function seedMeeting(
  server: TestServer,
  user: SeededUser,
  data: object,
): Promise<void> {
  const { rows } = server.db;
  const userId = user.databaseId;
  const isPerson = 'title' in data;
  const [meeting] = await rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, status, data, created_at, start_time, end_time)
    values (${userId}, 'google_meet', 'completed', ${JSON.stringify(data)}::jsonb,
      '2026-03-02T10:00:00Z', '2026-03-02T10:01:00Z', '2026-03-02T10:31:00Z') returning id`);
  const id = meeting?.id;
  await rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at, source, reason, data)
    values (${id}, ${userId}, 'joining', '2026-03-02T10:00:05Z', 'bot', ${isPerson ? CANARIES['data'] : null}, '{}'),
      (${id}, ${userId}, 'active', '2026-03-02T10:01:00Z', 'bot', null, ${JSON.stringify({ by: userId })}::jsonb),
      (${id}, ${userId}, 'completed', '2026-03-02T10:31:00Z', 'bot', null, '{}')`);
  await rows(sql`
    insert into meeting_sessions (meeting_id, user_id, session_uid, started_at)
    values (${id}, ${userId}, ${`${userId}`}, '2026-03-02T10:01:00Z')`);
  await rows(sql`
    insert into transcript_segments (meeting_id, user_id, segment_id, start_offset, end_offset, text, speaker)
    values (${id}, ${userId}, 'a', 0, 5, ${isPerson ? CANARIES['said'] : 'hello'}, ${isPerson ? CANARIES['speaker'] : 'Bob'}),
      (${id}, ${userId}, 'b', 5, 9, 'and more', 'Bob')`);
}
