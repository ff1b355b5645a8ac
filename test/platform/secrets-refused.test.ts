import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { as, asService, INTERNAL_SECRET, type Reply, type Someone, someone } from './request.ts';

// What is wrong with a body that holds secrets is said without them: answers end up in logs of clients.

let server: TestServer;
let of: Someone;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL_SECRET } });
  of = await someone(server);
});
afterAll(() => server.stop());

const SECRET = 'never-shown-4718';
const FIELDS = [
  'ics_url',
  'api_key',
  'base_url',
  'token',
  'url',
  'repo',
  'name',
  'branch',
  'model',
];
const VALUES: readonly unknown[] = [
  [`https://x.example.com/${SECRET}`],
  { a: SECRET },
  `${SECRET}\u0000`,
  `${SECRET}\ud800`,
  `ftp://${SECRET}`,
  SECRET.repeat(2_000),
];
const BODIES: readonly unknown[] = [
  [SECRET],
  { [SECRET]: 1, ics_url: `https://x.example.com/${SECRET}` },
  ...FIELDS.flatMap((name) => VALUES.map((value) => ({ [name]: value }))),
];

const routes = ROUTES.filter(({ hasSecrets }) => hasSecrets);

it('all routes that store settings are among them', () => {
  expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual([
    'PATCH /user/calendars/{calendar_id}',
    'POST /user/calendars',
    'PUT /internal/settings/{key}',
    'PUT /user/calendar',
    'PUT /user/models',
    'PUT /user/transcription',
    'PUT /user/workspace-git',
  ]);
});

it.each(routes.map(({ method, path }) => [method, path] as const))(
  '%s %s',
  async (method, route) => {
    const path = route.replace('{calendar_id}', 'x').replace('{key}', 'models');
    const isInternal = path.startsWith('/internal/');
    const answers: Reply[] = [];
    for (const body of BODIES)
      answers.push(
        isInternal
          ? await asService(server, method, path, body)
          : await as(server, of, method, path, body),
      );
    const refused = answers.filter(({ status }) => status >= 400);
    expect(refused.length).toBeGreaterThan(5);
    expect(refused.filter(({ status }) => status >= 500)).toEqual([]);
    // A name is no secret, and says what to correct.
    const shown = refused.filter(({ body }) =>
      JSON.stringify(body).replaceAll(`"${SECRET}"]`, '').includes(SECRET),
    );
    expect(shown).toEqual([]);
    expect(server.logLines.join('')).not.toContain(SECRET);
  },
);
