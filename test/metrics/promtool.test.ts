import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';

const promtool = (args: readonly string[], input = '') =>
  spawnSync('promtool', args, { input, encoding: 'utf8' });
const isInstalled = promtool(['--version']).error === undefined;
if (!isInstalled)
  process.stdout.write('NOT RUN: the checks by promtool, as prometheus is not installed here\n');

it('CI checks the metrics and the alert rules with the tool of Prometheus', () => {
  if (process.env['CI'] === 'true') expect(isInstalled).toBe(true);
});

/** A name of OpenTelemetry's that the tool would rather keep for histograms. */
const EXPECTED = /^db_client_connection_count /;

const textOfMetrics = async (): Promise<string> => {
  // A folder that cannot be made, a replica that is not there: there are figures of both all the same.
  const server = await startServer({
    env: {
      BACKUP_DIR: '/proc/backups',
      DATABASE_REPLICA_URL: 'postgres://nobody@127.0.0.1:1/none',
    },
  });
  await server.fetch('/health/live');
  await server.graphql('query Named { viewer { access } }');
  const headers = { 'x-admin-api-key': server.adminKey };
  return (await server.fetch('/metrics', { headers })).text();
};

describe.skipIf(!isInstalled)('promtool', () => {
  it('reads the metrics, and finds their names and units right', async () => {
    const { stdout, stderr } = promtool(['check', 'metrics'], await textOfMetrics());
    const advice = `${stdout}${stderr}`.split('\n').filter((line) => line !== '');
    expect(
      advice.filter((line) => !EXPECTED.test(line) && !/^(nodejs|process)_/.test(line)),
    ).toEqual([]);
  });

  it('finds nothing wrong with the alert rules', () => {
    const { status, stdout } = promtool(['check', 'rules', 'ops/prometheus/alerts.yml']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('SUCCESS: 11 rules found')]);
  });
});

it('every metric that the rules, the dashboard and the documentation name is served', async () => {
  const text = await textOfMetrics();
  const served = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  const NAMES = /\b(?:http_server|graphql_server|db_client|latchkey|nodejs|process)_[a-z0-9_]+\b/g;
  /** Labels, and the parts of a histogram. */
  const base = (name: string) => name.replace(/_(?:bucket|count|sum)$/, '');
  for (const file of [
    'ops/prometheus/alerts.yml',
    'ops/grafana/latchkey.json',
    'docs/monitoring.md',
  ]) {
    const named = [...readFileSync(file, 'utf8').matchAll(NAMES)].map(([name]) => name);
    const missing = named.filter(
      (name) => !served.has(name) && !served.has(base(name)) && !text.includes(`${name}="`),
    );
    expect([file, missing]).toEqual([file, []]);
  }
});
