// What a program does with the types of the REST routes: it makes a user and a key, reads as that
// user, and learns what was refused. Its arguments are the address and the admin key of a server.
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/openapi.d.ts';

const [baseUrl = '', adminKey = ''] = process.argv.slice(2);
const operator = createClient<paths>({ baseUrl, headers: { 'X-Admin-API-Key': adminKey } });

const created = await operator.POST('/admin/users', {
  body: { email: 'typed@example.com', name: 'Typed', max_concurrent_bots: 2 },
});
const user: components['schemas']['User'] = created.data ?? fail(created.error);

const minted = await operator.POST('/admin/users/{user_id}/tokens', {
  params: { path: { user_id: user.id } },
  body: { scopes: ['bot', 'tx'], name: 'typed' },
});
const token = minted.data ?? fail(minted.error);

const holder = createClient<paths>({ baseUrl, headers: { 'X-API-Key': token.token } });
const me = await holder.GET('/auth/me');
const meetings = await holder.GET('/meetings', { params: { query: { limit: 10 } } });

const refused = await operator.PATCH('/admin/users/{user_id}', {
  params: { path: { user_id: user.id } },
  // @ts-expect-error: a number is no name
  body: { name: 7 },
});
const unknown = await operator.GET('/admin/users/{user_id}', {
  params: { path: { user_id: 999_999 } },
});

process.stdout.write(
  JSON.stringify({
    email: me.data?.email,
    scopes: me.data?.scopes,
    meetings: meetings.data?.meetings.length,
    refused: refused.error,
    unknown: unknown.error?.detail,
  }),
);

function fail(refusal: unknown): never {
  throw new Error(JSON.stringify(refusal));
}
