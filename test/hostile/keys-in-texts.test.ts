import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSchema } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { allRows } from '../platform/request.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { signatureOf } from '../vexa-events/sign.ts';
import { ownKeys } from './own-keys.ts';
import { changed, type Path, textPlacesOf, textsIn } from './text-places.ts';

// A key that somebody writes where another text belongs is not stored, wherever that is.

const INTERNAL = 'an-internal-secret-of-30-chars';
const EVENTS = 'a-secret-for-events-of-33-characters';
const KEY_PROBLEM = 'must not contain an API key';
const SCHEMA = buildSchema(readFileSync('schema/schema.graphql', 'utf8'), {
  assumeValidSDL: true,
});

let server: TestServer;
let user: SeededUser;
let key: SeededKey;
let adminKeyId: string;
let secrets: readonly string[];
beforeAll(async () => {
  server = await startServer({
    env: { INTERNAL_API_SECRET: INTERNAL, VEXA_SYSTEM_WEBHOOK_SECRET: EVENTS },
  });
  user = await seedUser(server);
  key = await seedKey(server, user, { scopes: ['BOT', 'TX', 'BROWSER'] });
  const { data } = await server.graphql<{ createAdminKey: { adminKey: { id: string } } }>(
    'mutation { createAdminKey(input: { name: "first" }) { ... on CreateAdminKeySuccess { adminKey { id } } } }',
    { admin: server.adminKey },
  );
  adminKeyId = data.createAdminKey.adminKey.id;
  const there = { meetings: [{ platform: 'ZOOM', nativeMeetingId: 'there', status: 'JOINING' }] };
  expect(await mutate('recordMeeting', there)).toContain('CREATED');
  const forms = await ownKeys();
  secrets = [key.secret, forms[0]?.[1] ?? '', forms.at(-2)?.[1] ?? '', forms.at(-1)?.[1] ?? ''];
  return () => server.stop();
});

/** Right inputs of the mutations that take a text. */
const inputs = (serial: number): Readonly<Record<string, object>> => ({
  createAdminKey: { name: `key ${serial}` },
  createUser: { email: `new${serial}@example.com`, name: 'Ada', imageUrl: 'https://a.example.com' },
  mintToken: { user: { id: user.id }, name: 'bot' },
  placeLegalHold: { user: { id: user.id }, reason: 'a case' },
  recordMeeting: {
    meetings: [{ platform: 'ZOOM', nativeMeetingId: `m${serial}`, status: 'JOINING' }],
  },
  recordSessions: {
    meeting: { native: { platform: 'ZOOM', nativeMeetingId: 'there' } },
    sessions: [{ sessionUid: `s${serial}`, startedAt: '2026-01-01T00:00:00Z' }],
  },
  recordSegments: {
    meeting: { native: { platform: 'ZOOM', nativeMeetingId: 'there' } },
    segments: [{ segmentId: `s${serial}`, startOffset: 0, endOffset: 1, text: 'a word' }],
  },
  setWebhook: {
    user: { id: user.id },
    url: 'https://hooks.example.com/',
    events: [{ name: 'meeting.completed', isWanted: true }],
  },
  updateAdminKey: { id: adminKeyId, name: 'later' },
  updateMeetingStatus: {
    changes: [
      { meeting: { native: { platform: 'ZOOM', nativeMeetingId: 'there' } }, status: 'JOINING' },
    ],
  },
  updateToken: { token: { id: key.id }, name: 'later' },
  updateUser: { user: { id: user.id }, name: 'Ada' },
});
/** Places that are used and not stored: those by which something is found or checked. */
const FINDS = ['user', 'token', 'meeting', 'confirmEmail', 'filter'];
const REPORTS = ['recordMeeting', 'recordSessions', 'recordSegments', 'updateMeetingStatus'];

async function mutate(name: string, input: unknown): Promise<string> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const selection = REPORTS.includes(name)
    ? `... on ${type}Success { receipts { state error { __typename message ... on InvalidInputError { issues { path message } } } } }`
    : '';
  const query = `mutation ($input: ${type}Input!) { ${name}(input: $input) {
    __typename ${selection} ... on InvalidInputError { message issues { path message } } } }`;
  const who = REPORTS.includes(name) ? { key: key.secret } : { admin: server.adminKey };
  const { data, errors } = await server.graphql<unknown>(query, { variables: { input }, ...who });
  return JSON.stringify({ data, errors });
}

const wordings = (secret: string, type: string) => {
  if (type === 'EmailAddress') return [`${secret}@example.com`];
  if (type === 'URL')
    return [`https://a.example.com/${secret}`, `https://a.example.com/?k=${secret}`];
  return [secret, `see ${secret}.`];
};

async function expectNowhere(): Promise<void> {
  await server.app.refusals.flush();
  await sleep(50);
  const places = { log: server.logLines.join(''), rows: await allRows(server) };
  for (const [place, text] of Object.entries(places))
    for (const secret of secrets) {
      const at = text.indexOf(secret);
      const around = text.slice(Math.max(0, at - 200), at);
      expect([place, at === -1 ? '' : around]).toEqual([place, '']);
    }
}

describe('GraphQL', () => {
  const stored = [...textPlacesOf(SCHEMA)].flatMap(([name, all]) => {
    const own = all.filter(({ path }) => path.every((step) => !FINDS.includes(String(step))));
    return own.length === 0 || name === 'explainLogin' ? [] : [[name, own] as const];
  });
  let serial = 0;
  function input(name: string): unknown {
    serial += 1;
    return inputs(serial)[name];
  }

  it.each(stored)('%s', async (name, places) => {
    expect(await mutate(name, input(name))).toMatch(/Success/);
    const texts = places.flatMap(({ path, type }) =>
      secrets.flatMap((secret) =>
        wordings(secret, type).map((text) => [path, text, secret] as const),
      ),
    );
    for (const [path, text, secret] of texts) {
      const given = changed(input(name), path, text);
      // The name of a platform is given for no known one.
      const other = changed(given, [...path.slice(0, -1), 'platform'], 'OTHER');
      const answer = await mutate(name, path.includes('platformName') ? other : given);
      expect(answer).not.toContain(secret);
      const isRefused = /REFUSED|InvalidInput/.test(answer);
      const isNamed =
        answer.includes(KEY_PROBLEM) && path.some((step) => answer.includes(`"${step}"`));
      const isLong = path.at(-1) === 'language';
      expect([path, isRefused && !isNamed && !isLong ? answer : '']).toEqual([path, '']);
    }
    await expectNowhere();
  });

  const WORDS = {
    recordMeeting: ['reason', 'source', 'botContainerId', 'completionReason', 'failureStage'],
    updateMeetingStatus: ['reason', 'source', 'completionReason', 'failureStage'],
    recordSegments: ['text', 'speaker'],
  };
  const LISTS = {
    recordMeeting: 'meetings',
    updateMeetingStatus: 'changes',
    recordSegments: 'segments',
  };
  const words = Object.entries(WORDS).flatMap(([name, fields]) =>
    fields.map((field) => [name as keyof typeof WORDS, field] as const),
  );
  it.each(words)('%s is kept with a key in %s, and without the key', async (name, field) => {
    const given = changed(input(name), [LISTS[name], 0, field], `of ${key.secret}`);
    expect(await mutate(name, given)).not.toContain('REFUSED');
    await expectNowhere();
  });
});

type Operation = {
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly example?: unknown }>>;
  };
};
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> };

describe('REST', () => {
  it('each text of the body of each route', async () => {
    const bodies = await exampleBodies();
    expect(bodies.length).toBeGreaterThan(20);
    const first = await inTurn(bodies, (body) => send(body, body.example));
    const accepted = first.filter(({ status }) => status < 300);
    expect(accepted.length).toBeGreaterThan(bodies.length / 2);
    const tries = bodies.flatMap((body) =>
      textsIn(body.example).flatMap((path) =>
        secrets.flatMap((secret) =>
          wordingsAt(body.example, path, secret).map((text) => ({ body, path, secret, text })),
        ),
      ),
    );
    const wrong = await inTurn(tries, async ({ body, path, secret, text }) => {
      const { status, answer } = await send(body, changed(body.example, path, text));
      const isRepeated = status >= 400 && answer.includes(secret);
      return isRepeated || status >= 500 ? [`${status} ${body.path} ${path}`] : [];
    });
    expect(wrong.flat()).toEqual([]);
    await expectNowhere();
  });

  async function inTurn<One, Result>(all: readonly One[], use: (one: One) => Promise<Result>) {
    const results: Result[] = [];
    for (const one of all) results.push(await use(one));
    return results;
  }

  async function exampleBodies() {
    const { paths } = (await (await server.fetch('/openapi.json')).json()) as Document;
    return Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) =>
        Object.entries(requestBody?.content ?? {}).map(
          ([type, { example }]) => ({ method: method.toUpperCase(), path, type, example }) as const,
        ),
      ),
    );
  }

  type Body = { readonly method: string; readonly path: string; readonly type: string };

  async function send({ method, path, type }: Body, body: unknown) {
    const text = JSON.stringify(body);
    const address = path.replace('{user_id}', String(user.databaseId)).replace(/\{\w+\}/, 'models');
    const isEvent = path.endsWith('/vexa/events');
    const credentials = path.startsWith('/internal')
      ? { 'x-internal-secret': INTERNAL }
      : { 'x-admin-api-key': server.adminKey, 'x-api-key': key.secret };
    const response = await server.fetch(address, {
      method,
      headers: {
        'content-type': type,
        ...(isEvent ? signatureOf(EVENTS, text) : credentials),
      },
      body: text,
    });
    return { status: response.status, answer: await response.text() };
  }

  function wordingsAt(example: unknown, path: Path, secret: string): readonly string[] {
    const before = path.reduce<unknown>(
      (value, step) => (value as Record<string | number, unknown>)[step],
      example,
    );
    if (String(before).includes('@')) return wordings(secret, 'EmailAddress');
    return String(before).startsWith('https:')
      ? wordings(secret, 'URL')
      : wordings(secret, 'String');
  }
});
