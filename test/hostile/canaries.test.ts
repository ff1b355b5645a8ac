import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { newSecret } from '../../src/security/keys/secret.ts';
import {
  addressWith,
  createScratchDatabase,
  dropScratchDatabase,
  query,
} from '../database/scratch.ts';
import { type Canaries, dumpOf, findIn, formsOf } from '../support/canaries.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { sweepsDone } from '../support/sweeps.ts';
import { signatureOf } from '../vexa-events/sign.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { hiddenIn, NO_SECRETS } from './secret-places.ts';

// Every secret that the service is ever given is searched for, in every encoding, in everything that
// it keeps, logs and answers.

const random = () => randomBytes(9).toString('hex');
/** With all that an encoding changes. */
const signing = (name: string) => `${name} "${random()}" \\ ü/+%&`;

const CANARIES = {
  adminKey: `admin-${random()}-${random()}`,
  analyticsKey: `analytics-${random()}-${random()}`,
  internal: `internal-${random()}-${random()}`,
  pepper: `pepper-${random()}-${random()}`,
  password: `password-${random()}`,
  sourcePassword: `source-${random()}`,
  header: `idempotency-${random()}`,
  wrongKey: `vxa_bot_${random()}${random()}${random()}`,
  foreignKey: `vxa_bot_${random()}${random()}`,
  byWebhook: signing('by-webhook'),
  byRest: signing('by-rest'),
  byUser: signing('by-user'),
  byPatch: signing('by-patch'),
  byUpdate: signing('by-update'),
  misplaced: signing('misplaced'),
  byMeeting: signing('by-meeting'),
  byStatus: signing('by-status'),
  byImport: signing('by-import'),
  byImportDeep: signing('by-import-deep'),
  malformed: signing('malformed'),
  inCalendar: `calendar-${random()}`,
  inModels: `models-${random()}`,
  inTranscription: `transcription-${random()}`,
  inWorkspace: `workspace-${random()}`,
  inSetting: `setting-${random()}`,
  eventSecret: `events-${random()}-${random()}`,
  inEvent: newSecret('vxa', 'bot'),
  inReason: newSecret('vxa', 'bot'),
  inSource: `whsec_${random()}`,
} as const satisfies Canaries;

const HOOK = 'https://hooks.example.com/';
let server: TestServer;
let databaseUrl: string;
const roles: string[] = [];
let source: VexaDatabase;
let user: SeededUser;
let key: string;
/** Keys are answered once, where they are made. */
const minted: Record<string, string> = {};
const answers: string[] = [];
const refused: string[] = [];

beforeAll(async () => {
  const scratch = await createScratchDatabase();
  await migrate({ connectionString: scratch });
  databaseUrl = await withPassword(scratch, CANARIES.password);
  server = await startServer({
    beside: { databaseUrl },
    env: {
      ADMIN_API_TOKEN: CANARIES.adminKey,
      ANALYTICS_API_TOKEN: CANARIES.analyticsKey,
      INTERNAL_API_SECRET: CANARIES.internal,
      VEXA_SYSTEM_WEBHOOK_SECRET: CANARIES.eventSecret,
      VEXA_EVENT_USERS: 'own',
      TOKEN_PEPPER: CANARIES.pepper,
    },
  });
  // Else it could clear what the ways in have left readable.
  await sweepsDone(server);
  source = await createVexaDatabase('0.12');
  user = await seedUser(server);
  key = (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret;
  minted['key'] = key;
  await byEveryWay();
  await importAll();
  await server.app.usage.flush();
  await server.app.refusals.flush();
  await server.app.sealer.sealAll();
});

afterAll(async () => {
  await server?.stop();
  await source?.drop();
  if (databaseUrl) await dropScratchDatabase(databaseUrl);
  for (const role of roles) await query(addressWith({}), `drop role ${role}`);
});

describe('no secret', () => {
  const all = () => ({ ...CANARIES, ...minted });

  it('stands in any table, nor in a dump', async () => {
    const dump = await dumpOf(server);
    expect(dump.size).toBeGreaterThan(15);
    expect(dump.get('meetings')).toContain('kept-by-meeting');
    expect(dump.get('meetings')).toContain('kept-by-status');
    expect(dump.get('users')).toContain('kept-by-import');
    expect(dump.get('meeting_transitions')).toContain('kept-by-import');
    const found = [...dump].flatMap(([table, text]) =>
      findIn(text, all()).map((what) => `${table}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  it('can be guessed from a plain hash of what was sent or imported', async () => {
    const account = { email: 'account@example.com' };
    await rest('POST', '/users', account);
    // The answer has the new key in it, for this once.
    answers.pop();
    const sent = createHash('sha256').update(JSON.stringify(account)).digest('hex');
    const { rows } = await source.client.query<{ state: string }>(`
      select md5(row(email, name, image_url, max_concurrent_bots, data, created_at)::text) as state from users
      union all select md5(row(user_id, platform, platform_specific_id, status, bot_container_id, start_time,
        end_time, data, created_at, updated_at)::text) from meetings`);
    const hashes = [sent, ...rows.map(({ state }) => state)];
    expect(hashes.length).toBeGreaterThan(20);
    const text = [...(await dumpOf(server)).values()].join('\n');
    expect(text).toContain('account@example.com');
    expect(hashes.filter((hash) => text.includes(hash))).toEqual([]);
  });

  it('stands in any line of the log or any statement', () => {
    expect(server.logLines.length).toBeGreaterThan(1);
    expect(server.logLines.join('')).toContain('unexpected error');
    expect(findIn(server.logLines.join(''), all())).toEqual([]);
    expect(findIn(server.statements.join('\n'), all())).toEqual([]);
  });

  it('stands in any answer but the one that is for it', () => {
    expect(answers.length).toBeGreaterThan(60);
    expect(findIn(answers.join('\n'), all())).toEqual([]);
  });

  it('is kept where it was refused: each such input was answered as wrong', () => {
    expect(refused.length).toBeGreaterThan(30);
    for (const answer of refused) expect(answer).toMatch(/must not be stored in data/);
  });

  it('of a webhook is handed out but by /internal/validate', async () => {
    const validated = await fetch(`${server.url}/internal/validate`, {
      method: 'POST',
      headers: { 'x-internal-secret': CANARIES.internal, 'content-type': 'application/json' },
      body: JSON.stringify({ token: key }),
    });
    expect(await validated.json()).toMatchObject({ webhook_secret: CANARIES.byUpdate });
  });

  it('would be missed: each is found in each of its forms, in each place', () => {
    for (const canary of Object.values(CANARIES)) {
      expect(formsOf(canary).length).toBeGreaterThan(8);
      for (const form of formsOf(canary)) expect(findIn(`a${form}b`, { canary })).not.toEqual([]);
      for (const before of ['', 'x', 'xy', 'xyz']) {
        const encoded = Buffer.from(`${before}${canary} and more`).toString('base64');
        expect(findIn(encoded, { canary })).not.toEqual([]);
      }
    }
  });
});

it('what is no secret is kept', async () => {
  for (const [place, data] of NO_SECRETS.entries()) {
    const made = await graphql('createUser', { email: `honest${place}@example.com`, data });
    expect(JSON.parse(made)).toMatchObject({ data: { createUser: { user: { data } } } });
  }
});

it('every mutation that takes free-form data is among the ways in', async () => {
  const { data } = await server.graphql<{ __schema: { types: SchemaType[] } }>(
    '{ __schema { types { name kind inputFields { name type { name ofType { name } } } } } }',
    { admin: server.adminKey },
  );
  const inputs = data.__schema.types.filter(({ inputFields }) =>
    inputFields?.some(({ type }) => (type.ofType?.name ?? type.name) === 'JSONObject'),
  );
  expect(inputs.map(({ name }) => name).sort()).toEqual([
    'CreateUserInput',
    'MeetingReport',
    'StatusChange',
    'UpdateUserInput',
  ]);
});

type SchemaType = {
  readonly name: string;
  readonly inputFields:
    | readonly {
        readonly type: { readonly name: string | null; readonly ofType: { name: string } | null };
      }[]
    | null;
};

async function byEveryWay(): Promise<void> {
  await rest('PUT', '/user/webhook', { webhook_url: HOOK, webhook_secret: CANARIES.byRest });
  await graphql('setWebhook', { url: HOOK, secret: CANARIES.byWebhook }, { key });
  await rest('POST', '/admin/users', { email: 'rest@example.com', data: hooked(CANARIES.byUser) });
  await graphql('createUser', { email: 'gql@example.com', data: hooked(CANARIES.byUser) });
  await rest('PATCH', `/admin/users/${user.databaseId}`, { data: hooked(CANARIES.byPatch) });
  await graphql('updateUser', { id: user.id, data: hooked(CANARIES.byUpdate) });
  for (const data of hiddenIn(CANARIES.misplaced)) await misplaced(data);
  await meetings();
  await platform();
  await events();
  await malformed();
  await failing();
  await everyRead();
}

const hooked = (secret: string) => ({ webhook_url: HOOK, webhook_secret: secret });

/** Refused, wherever it stands. */
async function misplaced(data: object): Promise<void> {
  refused.push(
    await graphql('createUser', { email: 'misplaced@example.com', data }),
    await graphql('updateUser', { id: user.id, data }),
    await rest('POST', '/admin/users', { email: 'misplaced@example.com', data }),
    await rest('PATCH', `/admin/users/${user.databaseId}`, { data }),
  );
}

/** Left out, and said so. */
async function meetings(): Promise<void> {
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
async function platform(): Promise<void> {
  const feed = `https://calendar.example.com/${CANARIES.inCalendar}/basic.ics`;
  const settings: readonly (readonly [string, string, object])[] = [
    ['POST', '/user/calendars', { name: 'Work', ics_url: feed }],
    ['PUT', '/user/calendar', { ics_url: feed }],
    ['PUT', '/user/models', { api_key: CANARIES.inModels }],
    ['PUT', '/user/transcription', { token: CANARIES.inTranscription }],
    ['PUT', '/user/workspace-git', { repo: 'r', token: CANARIES.inWorkspace }],
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

async function events(): Promise<void> {
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

type Sent = {
  readonly method: string;
  readonly header: Readonly<Record<string, string>>;
  readonly body: object;
};

async function sent(path: string, { method, header, body }: Sent): Promise<string> {
  const headers = { ...header, 'content-type': 'application/json' };
  return await (await server.fetch(path, { method, headers, body: JSON.stringify(body) })).text();
}

/** Inputs that fail in as many ways as there are. */
async function malformed(): Promise<void> {
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
async function failing(): Promise<void> {
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

async function everyRead(): Promise<void> {
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

async function importAll(): Promise<void> {
  const sourceUrl = await withPassword(source.url, CANARIES.sourcePassword);
  const places = hiddenIn(CANARIES.byImportDeep);
  for (const [place, deep] of places.entries()) {
    const data = { ...deep, ...hooked(CANARIES.byImport), kept: 'kept-by-import' };
    const { rows } = await source.client.query<{ id: number }>(
      'insert into users (email, data) values ($1, $2) returning id',
      [`imported${place}@example.com`, data],
    );
    const changes = [
      {
        to: 'active',
        timestamp: '2026-01-01T10:00:00',
        ...deep,
        reason: `refused with ${CANARIES.inReason}.`,
        source: `hook ${CANARIES.inSource}`,
        kept: 'kept-by-import',
      },
      { unreadable: deep },
    ];
    await source.client.query(
      `insert into meetings (user_id, platform, status, data) values ($1, 'zoom', 'active', $2)`,
      [rows[0]?.id, { ...data, status_transition: changes }],
    );
  }
  await source.client.query('insert into users (email, data) values ($1, $2)', [
    'list@example.com',
    JSON.stringify([hooked(CANARIES.byImportDeep)]),
  ]);
  const deep = `${'['.repeat(2_500)}${JSON.stringify(hooked(CANARIES.byImportDeep))}${']'.repeat(2_500)}`;
  const { rows: nested } = await source.client.query<{ id: number }>(
    `insert into users (email, data) values ('nested@example.com', $1) returning id`,
    [`{"kept": "kept-by-import", "hook": ${deep}}`],
  );
  await source.client.query(
    `insert into meetings (user_id, platform, status, data) values ($1, 'zoom', 'active', $2)`,
    [
      nested[0]?.id,
      `{"hook": ${deep}, "status_transition": [{"to": "active", "timestamp": "2026-01-01T10:00:00", "hook": ${deep}}]}`,
    ],
  );
  await source.client.query(
    `insert into api_tokens (token, user_id, scopes) values ($1, 1, '{bot}')`,
    [CANARIES.foreignKey],
  );
  const report = await importVexa(server.app, { from: sourceUrl, renumber: true });
  answers.push(JSON.stringify(report));
  const left = report.tally.notes.filter(({ text }) => text.includes('have a secret'));
  expect(left.map(({ table, count }) => [table, count])).toEqual([
    ['users', places.length + 2],
    ['transitions', places.length + 1],
    ['meetings', places.length + 1],
  ]);
  expect(
    (await importVexa(server.app, { from: sourceUrl, renumber: true })).tally.counts.users.written,
  ).toBe(0);
}

async function rest(method: string, path: string, body?: object): Promise<string> {
  const credentials: Record<string, string> = path.startsWith('/admin')
    ? { 'x-admin-api-key': server.adminKey }
    : { 'x-api-key': path === '/users' ? server.adminKey : key };
  const response = await server.fetch(path, {
    method,
    headers: {
      ...credentials,
      'content-type': 'application/json',
      // Routes that cannot honour it refuse it.
      ...(method === 'POST' && { 'idempotency-key': `${CANARIES.header}-${answers.length}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  answers.push(text);
  return text;
}

async function graphql(
  field: string,
  input: object,
  who: { readonly key?: string } = {},
): Promise<string> {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const isReport = /^(record|updateMeeting)/.test(field);
  const chosen = isReport ? 'receipts { state omitted error { message } }' : 'user { id data }';
  const picked = who.key && !isReport ? 'user { id }' : chosen;
  const reply = await server.graphql(
    `mutation ($input: ${name}Input!) { ${field}(input: $input) { ... on ${name}Success { ${picked} }
      ... on InvalidInputError { message issues { path message } } } }`,
    { ...(who.key ? who : { admin: server.adminKey }), variables: { input } },
  );
  const text = JSON.stringify(reply);
  answers.push(text);
  return text;
}

/** The same database under a login whose password is a canary. */
async function withPassword(address: string, password: string): Promise<string> {
  const role = `canary_${random()}`;
  roles.push(role);
  await query(address, `create role ${role} superuser login password '${password}'`);
  return addressWith({ pathname: new URL(address).pathname, username: role, password });
}
