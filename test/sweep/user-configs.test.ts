import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { as, asService, INTERNAL_SECRET, type Someone, someone } from '../platform/request.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { sweepsDone } from '../support/sweeps.ts';

// Before this version, an import left what users set for the platform's services in their data.

const CALENDAR = 'https://calendar.example.com/private-canary-5518/basic.ics';
const NEWER = 'set-since-with-this-version-5520';
const SECRETS = { CALENDAR, MODEL: 'model-canary-5519', GIT: 'git-canary-5521' };

let server: TestServer;
let ada: Someone;
let bob: Someone;

beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL_SECRET } });
  ada = await someone(server);
  bob = await someone(server);
  await as(server, bob, 'PUT', '/user/models', { api_key: NEWER });
  await sweepsDone(server);
  await server.db.rows(sql`delete from sweeps`);
  const data = {
    calendar_connections: [{ id: 'work', name: 'Work', ics_url: CALENDAR }],
    model_prefs: { mode: 'custom', api_key: SECRETS.MODEL },
    workspace_git: { repo: 'https://git.example.com/w.git', token: SECRETS.GIT },
    kept: 1,
  };
  await server.db.rows(sql`
    update users set data = ${JSON.stringify(data)}::jsonb where id in (${ada.id}, ${bob.id})`);
  // As a process that is started after an update.
  const updated = await startServer({ beside: server });
  await sweepsDone(server);
  await updated.stop();
});
afterAll(() => server.stop());

describe('after a start of this version', () => {
  it('what users set is encrypted, and no longer in their data', async () => {
    for (const text of (await dumpOf(server)).values()) expect(findIn(text, SECRETS)).toEqual([]);
    for (const { id } of [ada, bob]) {
      const user = await server.db.prisma.user.findUniqueOrThrow({ where: { id: BigInt(id) } });
      expect(user.data).toEqual({ kept: 1 });
    }
  });

  it('it is served, unless something newer was set', async () => {
    const { body } = await asService(server, 'GET', '/internal/calendar-configs');
    expect(body).toMatchObject({
      configs: [ada, bob].map(({ id }) => ({
        user_id: id,
        calendar_id: 'work',
        ics_url: CALENDAR,
      })),
    });
    const models = async ({ id }: Someone) =>
      (await asService(server, 'GET', `/internal/users/${id}/model-config`)).body;
    expect(await models(ada)).toEqual({ models: { mode: 'custom', api_key: SECRETS.MODEL } });
    expect(await models(bob)).toEqual({ models: { api_key: NEWER } });
  });
});
