import type { Cast } from '../rights/callers.ts';
import { sendEvent } from '../vexa-events/sign.ts';
import { post } from './post.ts';

/** A user and a group of a provider. */
export async function provision({ server, headers }: Cast): Promise<void> {
  const send = async (method: string, path: string, body?: object) => {
    const response = await server.fetch(`/scim/v2${path}`, {
      method,
      headers: { ...headers.provisioning, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return (text === '' ? {} : JSON.parse(text)) as { readonly id?: string };
  };
  const { id } = await send('POST', '/Users', { userName: 'provisioned@example.com' });
  await send('PUT', `/Users/${id}`, { userName: 'provisioned@example.com', externalId: 'x' });
  const members = [{ value: id }];
  const group = await send('POST', '/Groups', { displayName: 'Provisioned', members });
  await send('PUT', `/Groups/${group.id}`, { displayName: 'Renamed', members });
  await send('GET', `/Groups/${group.id}`);
  await send('GET', '/Users?count=1');
  await send('GET', '/Groups');
  await post(
    server,
    {
      query: `{ user(by: {databaseId: ${id}}) { provisioning { userName } groups { displayName } } }`,
    },
    headers.admin,
  );
  await send('PUT', `/Groups/${group.id}`, { displayName: 'Renamed' });
}

/** What the platform's services and a user set. */
export async function setConfigs({ server, own, headers }: Cast): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const response = await server.fetch(path, {
      method,
      headers: { ...headers.botKey, ...headers.service, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await response.text());
  };
  const memberships = `/internal/users/${own.databaseId}/memberships`;
  await send('PUT', '/user/calendar', { ics_url: 'https://calendar.example.com/a.ics' });
  await send('PUT', '/internal/settings/models', { model: 'large' });
  await send('POST', memberships, { workspace_id: 'w' });
  await send('POST', '/internal/bootstrap-admin', { user_id: own.databaseId });
}

/** Of a meeting that is new, and then known. */
export async function receiveEvents({ server, own }: Cast): Promise<void> {
  const meeting = {
    id: 900_001,
    user_id: own.databaseId,
    platform: 'zoom',
    native_meeting_id: '123456789',
    status: 'completed',
    start_time: '2026-11-02T10:00:00Z',
    end_time: '2026-11-02T10:30:00Z',
    created_at: '2026-11-02T09:59:00Z',
    data: { status_transition: [{ to: 'joining', timestamp: '2026-11-02T09:59:30Z' }] },
  };
  for (const event_id of ['evt_1', 'evt_1', 'evt_2']) {
    const event = { event_id, event_type: 'meeting.completed', data: { meeting } };
    const { status } = await sendEvent(server, event);
    if (status !== 200) throw new Error(`an event was answered with ${status}`);
  }
}
