import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { until } from '../http/raw-connection.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { compare } from './compare.ts';
import { Model, type ModelKey } from './model.ts';
import { INTERNAL_SECRET, play } from './play.ts';
import { type Planned, plan } from './steps.ts';

// Clients of two processes on one database, with a model of what they were told. Connections break, clients hang
// up and repeat, requests come twice, clocks are set, processes restart; what was acknowledged stays true.
// SIMULATION_SEED repeats a run, SIMULATION_STEPS sets its length.

const SEED = Number(process.env['SIMULATION_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const STEPS = Number(process.env['SIMULATION_STEPS'] ?? 2_000);

const ENV = { INTERNAL_API_SECRET: INTERNAL_SECRET, RATE_LIMIT_KEY: '0', RATE_LIMIT_ADDRESS: '0' };

it(`what was acknowledged stays true over ${STEPS} steps with faults (seed ${SEED})`, async () => {
  const model = new Model();
  const clock = () => new Date(model.now);
  const first = await startServer({ env: ENV, clock });
  const startSecond = () => startServer({ env: ENV, clock, beside: first });
  let second = await startSecond();
  const logs: (readonly string[])[] = [first.logLines, second.logLines];

  const doStep = async (planned: Planned) => {
    if (planned.step.kind === 'restart') {
      await second.stop();
      second = await startSecond();
      logs.push(second.logLines);
    } else if (planned.step.kind === 'compare')
      await compare(planned.process === 0 ? first : second, model);
    else {
      const processes =
        planned.process === 0 ? ([first, second] as const) : ([second, first] as const);
      await play({ model, processes }, planned);
    }
  };
  for (const [place, planned] of plan(SEED, STEPS).entries())
    await doStep(planned).catch((error: unknown) => {
      const what = `step ${place} of the run with SIMULATION_SEED=${SEED}: ${JSON.stringify(planned)}`;
      throw new Error(`${what}\n${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    });

  await compare(first, model);
  await second.stop();
  await everyUseIsCounted(first, model);
  await everyChangeIsLogged(first, model);
  const text = logs.flat().join('');
  expect(model.keys.filter(({ secret }) => text.includes(secret))).toEqual([]);
}, 3_600_000);

async function everyUseIsCounted({ db }: TestServer, { keys }: Model): Promise<void> {
  const counted = async () => {
    const rows = await db.rows<{ readonly id: string; readonly requests: number }>(
      sql`select token_id::text as id, requests::int from token_usage`,
    );
    const requests = new Map(rows.map((row) => [row.id, row.requests]));
    return (key: ModelKey) => requests.get(String(key.databaseId)) ?? 0;
  };
  // What is in memory is written within a second.
  await until(async () => {
    const count = await counted();
    return keys.every((key) => count(key) >= key.accepted);
  });
  const count = await counted();
  const wrong = keys.filter((key) => count(key) > key.accepted + key.unknown);
  expect(wrong).toEqual([]);
}

async function everyChangeIsLogged(server: TestServer, { made }: Model): Promise<void> {
  const { findings } = await verifyAuditLog(server.app);
  expect(findings).toEqual([]);
  const rows = await server.db.rows<{ action: string; count: number }>(
    sql`select action, count(*)::int as count from audit_events group by action`,
  );
  const counts = new Map(rows.map(({ action, count }) => [action, count]));
  expect([counts.get('USER_CREATED'), counts.get('TOKEN_MINTED')]).toEqual([made.users, made.keys]);
}
