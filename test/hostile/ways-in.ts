import { expect } from 'vitest';
import { query } from '../database/scratch.ts';
import { signatureOf } from '../vexa-events/sign.ts';
import { CANARIES, hooked } from './given-secrets.ts';
import { hiddenIn } from './secret-places.ts';
import type { Sender } from './sender.ts';

const HOOK = 'https://hooks.example.com/';

/** Gives the service each secret in every way but an import. */
export async function byEveryWay(by: Sender): Promise<void> {
  const { rest, graphql, user, key } = by;
  await rest('PUT', '/user/webhook', { webhook_url: HOOK, webhook_secret: CANARIES.byRest });
  await graphql('setWebhook', { url: HOOK, secret: CANARIES.byWebhook }, { key });
  await rest('POST', '/admin/users', { email: 'rest@example.com', data: hooked(CANARIES.byUser) });
  await graphql('createUser', { email: 'gql@example.com', data: hooked(CANARIES.byUser) });
  await rest('PATCH', `/admin/users/${user.databaseId}`, { data: hooked(CANARIES.byPatch) });
  await graphql('updateUser', { id: user.id, data: hooked(CANARIES.byUpdate) });
  for (const data of hiddenIn(CANARIES.misplaced)) await misplaced(by, data);
  await meetings(by);
  await platform(by);
  await events(by);
  await malformed(by);
  await failing(by);
  await everyRead(by);
}

/** Refused, wherever it stands. */
async function misplaced({ user, refused, rest, graphql }: Sender, data: object): Promise<void> {
  refused.push(
    await graphql('createUser', { email: 'misplaced@example.com', data }),
    await graphql('updateUser', { id: user.id, data }),
    await rest('POST', '/admin/users', { email: 'misplaced@example.com', data }),
    await rest('PATCH', `/admin/users/${user.databaseId}`, { data }),
  );
}

/** Left out, and said so. */
async function meetings({ key, graphql }: Sender): Promise<void> {
  const report = (name: string, data: object) => ({
    platform: 'ZOOM',
    nativeMeetingId: name,
    status: 'JOINING',
    reason: `refused with ${CANARIES.inReason}.`,
    source: `hook ${CANARIES.inSource}`,
    data,
  });
  const places = hiddenIn(CANARIES.byMeeting);
  const written = await graphql(
    'recordMeeting',
    {
      meetings: places.map((data, place) =>
        report(`m${place}`, { ...data, kept: 'kept-by-meeting' }),
      ),
    },
    { key },
  );
  expect(written.match(/CREATED/g)).toHaveLength(places.length);
  expect(written.match(/"omitted":\["data\./g)).toHaveLength(places.length);
  const changes = hiddenIn(CANARIES.byStatus).map((data, place) => ({
    meeting: { native: { platform: 'ZOOM', nativeMeetingId: `m${place}` } },
    status: 'ACTIVE',
    reason: CANARIES.inReason,
    failureStage: CANARIES.inSource,
    data: { ...data, moved: 'kept-by-status' },
  }));
  const moved = await graphql('updateMeetingStatus', { changes }, { key });
  expect(moved.match(/UPDATED/g)).toHaveLength(places.length);
  expect(moved.match(/"omitted":\["data\./g)).toHaveLength(places.length);
}

/** What users and services set, well and badly formed. */
async function platform({ key, answers, sent }: Sender): Promise<void> {
  const feed = `https://calendar.example.com/${CANARIES.inCalendar}/basic.ics`;
  const settings: readonly (readonly [string, string, object])[] = [
    ['POST', '/user/calendars', { name: 'Work', ics_url: feed }],
    ['PUT', '/user/calendar', { ics_url: feed }],
    ['PUT', '/user/models', { api_key: CANARIES.inModels }],
    ['PUT', '/user/transcription', { token: CANARIES.inTranscription }],
    [
      'PUT',
      '/user/workspace-git',
      { repo: 'git@git.example.com:me/r.git', token: CANARIES.inWorkspace },
    ],
  ];
  for (const [method, path, body] of settings) {
    const header = { 'x-api-key': key };
    answers.push(await sent(path, { method, header, body }));
    const wrong = Object.fromEntries(Object.entries(body).map(([name, text]) => [name, [text]]));
    answers.push(await sent(path, { method, header, body: wrong }));
    answers.push(await sent(path, { method, header, body: [body] }));
  }
  const header = { 'x-internal-secret': CANARIES.internal };
  const body = { api_key: CANARIES.inSetting };
  const path = '/internal/settings/models';
  // The answer to a service is for it.
  await sent(path, { method: 'PUT', header, body });
  answers.push(
    await sent(path, { method: 'PUT', header, body: { api_key: [CANARIES.inSetting] } }),
  );
}

async function events({ user, answers, sent }: Sender): Promise<void> {
  const meeting = {
    id: 4_711,
    user_id: user.databaseId,
    platform: 'zoom',
    native_meeting_id: 'by-event',
    status: 'failed',
    completion_reason: CANARIES.inEvent,
    data: {
      api_key: CANARIES.inEvent,
      status_transition: [
        {
          to: 'joining',
          timestamp: '2026-01-01T10:00:00',
          reason: CANARIES.inEvent,
          source: CANARIES.inEvent,
        },
      ],
    },
    created_at: '2026-01-01T10:00:00',
    end_time: '2026-01-01T11:00:00',
  };
  const status_change = { reason: `refused with ${CANARIES.inEvent}` };
  const event = { event_id: 'e1', event_type: 'bot.failed', data: { meeting, status_change } };
  for (const secret of [CANARIES.eventSecret, CANARIES.wrongKey]) {
    const header = signatureOf(secret, JSON.stringify(event));
    answers.push(await sent('/internal/vexa/events', { method: 'POST', header, body: event }));
  }
  expect(answers.at(-2)).toContain('"created":true');
}

/** Inputs that fail in as many ways as there are. */
async function malformed({ user, key, rest, graphql }: Sender): Promise<void> {
  const bad = CANARIES.malformed;
  const path = `/admin/users/${user.databaseId}`;
  await rest('PUT', '/user/webhook', { webhook_secret: bad });
  await rest('PUT', '/user/webhook', { webhook_url: HOOK, webhook_secret: [bad] });
  await rest('PUT', '/user/webhook', { webhook_url: HOOK, webhook_secret: `${bad}\n-` });
  await rest('PUT', '/user/webhook', { webhook_url: 'http://10.1/', webhook_secret: bad });
  await rest('PATCH', path, { data: { webhook_secret: { a: bad } } });
  await rest('PATCH', path, { data: { webhook: { secret: bad }, webhook_url: 17 } });
  await rest('POST', '/admin/users', { data: { hook: [{ secret: bad }] } });
  await rest('POST', '/admin/users', { email: 'x@example.com', data: [{ webhook_secret: bad }] });
  await graphql('setWebhook', { url: 'http://10.1/', secret: bad }, { key });
  await graphql('setWebhook', { url: HOOK, secret: `${bad}\n-` }, { key });
  await graphql('updateUser', { id: 'nonsense', data: { webhook_secret: bad } });
}

/** What the database refuses is logged with everything that it says of the row. */
async function failing({ databaseUrl, user, key, rest, graphql }: Sender): Promise<void> {
  const tables = ['users', 'meetings', 'webhook_secrets', 'idempotent_requests'];
  for (const table of tables) {
    await query(databaseUrl, `alter table ${table} add constraint fails check (false) not valid`);
    const data = hooked(CANARIES.byUpdate);
    await rest('PATCH', `/admin/users/${user.databaseId}`, { data });
    await rest('POST', '/admin/users', { email: 'fails@example.com', data });
    const meeting = { platform: 'ZOOM', nativeMeetingId: 'fails', status: 'JOINING', data };
    await graphql('recordMeeting', { meetings: [meeting] }, { key });
    await query(databaseUrl, `alter table ${table} drop constraint fails`);
  }
}

async function everyRead({ server, user, answers, rest }: Sender): Promise<void> {
  for (const path of ['/user/webhook', '/auth/me', '/meetings', '/admin/users', '/users', '/nope'])
    await rest('GET', path);
  await rest('GET', `/admin/users/${user.databaseId}`);
  const query = `{ users { edges { node { email data webhook { url maskedSecret } } } }
    meetings { edges { node { data } } } auditEvents { edges { node { action before after } } } }`;
  answers.push(JSON.stringify(await server.graphql(query, { admin: server.adminKey })));
  for (const header of ['x-api-key', 'x-admin-api-key', 'x-internal-secret'])
    for (const path of ['/auth/me', '/admin/users', '/graphql', '/internal/validate'])
      answers.push(
        await (await server.fetch(path, { headers: { [header]: CANARIES.wrongKey } })).text(),
      );
}
