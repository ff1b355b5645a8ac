import sql from 'sql-template-tag';
import { digestOf, newSecret } from '../../src/security/keys/secret.ts';
import type { TestServer } from '../support/server.ts';

const OWNERS = 1_000;
const CLIENTS = 32;
export const INTERNAL_SECRET = 'an-internal-secret-for-tests';

/** Keys of many users, straight into the database: more than could be minted one by one. */
export async function plantKeys(
  server: TestServer,
  count: number,
  expiresAt: Date | null = null,
): Promise<string[]> {
  const { id: pepperId, text: pepper } = server.app.peppers.current;
  const texts = Array.from({ length: count }, () => newSecret('vxa', 'bot'));
  await server.db.rows(sql`
    with owners as (
      insert into users (email) select gen_random_uuid() || '@example.com' from generate_series(1, ${OWNERS})
      returning id),
    numbered as (select id, row_number() over () as place from owners)
    insert into api_tokens (user_id, digest, pepper_id, hint, scopes, expires_at)
    select o.id, n.digest, ${pepperId}, 'planted', '{bot}', ${expiresAt}::timestamptz
    from unnest(${texts.map((text) => digestOf(text, pepper))}::bytea[]) with ordinality as n(digest, place)
      join numbered o on o.place = n.place % ${OWNERS} + 1`);
  await server.db.rows(sql`analyze users, api_tokens`);
  return texts;
}

export type EntryPoint = (server: TestServer, text: string) => Promise<Response>;

const json = { 'content-type': 'application/json' };

/** Where the key of a user may be shown. */
export const USER_ENTRY_POINTS: readonly EntryPoint[] = [
  (server, text) => server.fetch('/auth/me', { headers: { 'x-api-key': text } }),
  (server, text) =>
    server.fetch('/graphql', {
      method: 'POST',
      headers: { ...json, 'x-api-key': text },
      body: '{"query":"{ viewer { access } }"}',
    }),
  (server, text) =>
    server.fetch('/internal/validate', {
      method: 'POST',
      headers: { ...json, 'x-internal-secret': INTERNAL_SECRET },
      body: JSON.stringify({ token: text }),
    }),
];

/** Where an admin key may. */
export const ADMIN_ENTRY_POINTS: readonly EntryPoint[] = [
  (server, text) => server.fetch('/admin/users', { headers: { 'x-admin-api-key': text } }),
  (server, text) =>
    server.fetch('/graphql', {
      method: 'POST',
      headers: { ...json, 'x-admin-api-key': text },
      body: '{"query":"{ viewer { access } }"}',
    }),
];

/** Sends so many requests, many at a time; how often each status was the answer. */
export async function sendMany(
  count: number,
  send: (turn: number) => Promise<Response>,
): Promise<Record<number, number>> {
  const statuses: Record<number, number> = {};
  let sent = 0;
  async function client(): Promise<void> {
    while (sent < count) {
      const turn = sent;
      sent += 1;
      const response = await send(turn);
      await response.arrayBuffer();
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return statuses;
}

const withLetter = (text: string, place: number) =>
  text.slice(0, place) + (text[place] === 'a' ? 'b' : 'a') + text.slice(place + 1);

/** What typos, guesses and attacks make of a key. */
const MISTAKES: readonly ((text: string) => string)[] = [
  () => 'garbage',
  () => 'x'.repeat(4_000),
  () => "' or 1=1 --",
  () => 'vxa_bot_',
  (text) => `${text}x`,
  (text) => text.slice(0, -1),
  (text) => text.repeat(10),
  (text) => text.toUpperCase(),
  (text) => text.replace('vxa', 'sk'),
  (text) => text.replace('bot', 'tx'),
  (text) => withLetter(text, 12),
  (text) => withLetter(text, text.length - 1),
  (text) => `${text.slice(0, -1)}é`,
];

/** A text that cannot be a key, in each turn by another mistake. */
export function malformed(turn: number): string {
  const make = MISTAKES[turn % MISTAKES.length] as (text: string) => string;
  return make(newSecret('vxa', 'bot'));
}
