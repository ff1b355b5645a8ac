import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import {
  addressWith,
  createScratchDatabase,
  dropScratchDatabase,
  query,
} from '../database/scratch.ts';
import { dumpOf, findIn, formsOf } from '../support/canaries.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { sweepsDone } from '../support/sweeps.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { CANARIES, random } from './given-secrets.ts';
import { importAll } from './imported-secrets.ts';
import { NO_SECRETS } from './secret-places.ts';
import { type Sender, senderFor } from './sender.ts';
import { byEveryWay } from './ways-in.ts';

// Every secret that the service is ever given is searched for, in every encoding, in everything that
// it keeps, logs and answers.

let server: TestServer;
let databaseUrl: string;
const roles: string[] = [];
let source: VexaDatabase;
let sender: Sender;
/** Keys are answered once, where they are made. */
const minted: Record<string, string> = {};

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
  const user = await seedUser(server);
  const key = (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret;
  minted['key'] = key;
  sender = senderFor({ server, databaseUrl, user, key });
  await byEveryWay(sender);
  const from = await withPassword(source.url, CANARIES.sourcePassword);
  await importAll(sender, { source, from });
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
    await sender.rest('POST', '/users', account);
    // The answer has the new key in it, for this once.
    sender.answers.pop();
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
    expect(sender.answers.length).toBeGreaterThan(60);
    expect(findIn(sender.answers.join('\n'), all())).toEqual([]);
  });

  it('is kept where it was refused: each such input was answered as wrong', () => {
    expect(sender.refused.length).toBeGreaterThan(30);
    for (const answer of sender.refused) expect(answer).toMatch(/must not be stored in data/);
  });

  it('of a webhook is handed out but by /internal/validate', async () => {
    const validated = await fetch(`${server.url}/internal/validate`, {
      method: 'POST',
      headers: { 'x-internal-secret': CANARIES.internal, 'content-type': 'application/json' },
      body: JSON.stringify({ token: sender.key }),
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
    const made = await sender.graphql('createUser', { email: `honest${place}@example.com`, data });
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

/** The same database under a login whose password is a canary. */
async function withPassword(address: string, password: string): Promise<string> {
  const role = `canary_${random()}`;
  roles.push(role);
  await query(address, `create role ${role} superuser login password '${password}'`);
  return addressWith({ pathname: new URL(address).pathname, username: role, password });
}
