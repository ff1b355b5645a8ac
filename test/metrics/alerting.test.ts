import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { query } from '../database/scratch.ts';
import { createOwnPostgres } from '../support/own-postgres.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What the service says of itself while something is wrong, so that an alert can fire.

const OPTIONS = { timeout: 30_000, interval: 100 };

const metricsOf = async ({ fetch, adminKey }: TestServer): Promise<string> => {
  const response = await fetch('/metrics', { headers: { 'x-admin-api-key': adminKey } });
  expect(response.status).toBe(200);
  return await response.text();
};

/** The readings of a metric by the value of its only label. */
async function readingsOf(server: TestServer, metric: string): Promise<Record<string, number>> {
  const lines = (await metricsOf(server)).matchAll(
    new RegExp(`^${metric}{\\w+="(\\w+)"} (.*)$`, 'gm'),
  );
  return Object.fromEntries([...lines].map(([, name = '', value]) => [name, Number(value)]));
}

const successesOf = (server: TestServer) =>
  readingsOf(server, 'latchkey_job_last_success_timestamp_seconds');

describe('the last success of a background job', () => {
  it('stays at the start of the process while it fails, also while it waits for its next turn', async () => {
    const server = await startServer({
      env: { TRANSCRIPT_RETENTION_DAYS: '30' },
    });
    // One that finds its own pace, and one that runs every half minute.
    const failing = ['retention', 'limits'] as const;
    const rename = (from: string, to: string) =>
      query(server.databaseUrl, `alter table ${from} rename to ${to}`);
    await rename('retention_runs', 'no_retention_runs');
    await rename('rate_limits', 'no_rate_limits');
    const second = await startServer({
      beside: server,
      env: { TRANSCRIPT_RETENTION_DAYS: '30' },
    });
    const started = await successesOf(second);
    for (const job of failing) expect(started).toHaveProperty(job);
    await vi.waitFor(async () => {
      const { usage = 0 } = await successesOf(second);
      expect(usage).toBeGreaterThan((started['usage'] ?? 0) + 3);
    }, OPTIONS);
    const later = await successesOf(second);
    for (const job of failing) expect([job, later[job]]).toEqual([job, started[job]]);

    await rename('no_retention_runs', 'retention_runs');
    await vi.waitFor(async () => {
      const { retention = 0 } = await successesOf(second);
      expect(retention).toBeGreaterThan(later['usage'] ?? 0);
    }, OPTIONS);
    await second.stop();
    await server.stop();
  });
});

it('the metrics have the checks of readiness that do not change its status', async () => {
  const server = await startServer({ env: { BACKUP_DIR: '/proc/backups' } });
  await expect
    .poll(() => readingsOf(server, 'latchkey_check_ok'), OPTIONS)
    .toMatchObject({ backup: 0, audit: 1 });
  const { checks } = (await (await server.fetch('/health/ready')).json()) as {
    checks: Record<string, string>;
  };
  const { database: _, migrations: __, schema: ___, ...noticed } = checks;
  const shown = Object.entries(noticed).map(([name, text]) => [name, text === 'ok' ? 1 : 0]);
  expect(await readingsOf(server, 'latchkey_check_ok')).toEqual(Object.fromEntries(shown));
  await server.stop();
});

it('the metrics are served with a key of the settings while the database is away', async () => {
  const postgres = await createOwnPostgres();
  onTestFinished(() => postgres.remove());
  const server = await startServer({ beside: { databaseUrl: postgres.url } });
  expect(await metricsOf(server)).toContain('latchkey_database_up 1\n');
  await postgres.end('SIGINT');
  await expect.poll(() => metricsOf(server), OPTIONS).toContain('latchkey_database_up 0\n');
  await postgres.start();
  await expect.poll(() => metricsOf(server), OPTIONS).toContain('latchkey_database_up 1\n');
  await server.stop();
});
