import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
    expect([status, stdout]).toEqual([0, expect.stringContaining('SUCCESS: 13 rules found')]);
  });
});

describe.skipIf(!isInstalled)('an alert about the replica', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-alerts-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const metric = (name: string) => `latchkey_replica_${name}{instance="a"}`;

  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'is not sent while it answers',
      { up: '1x40', reads_total: '0+600x40', fallbacks_total: '0+6x40', lag_seconds: '0x40' },
      [],
    ],
    [
      'is sent when it is not used',
      { up: '0x40', reads_total: '0x40', fallbacks_total: '0x40', lag_seconds: '0x40' },
      ['LatchkeyReplicaUnused'],
    ],
    [
      'is sent when it comes and goes',
      { up: '1 0 1x38', reads_total: '0+60x40', fallbacks_total: '0+600x40', lag_seconds: '0x40' },
      ['LatchkeyReplicaSkipped'],
    ],
    [
      'is sent when it is far behind',
      { up: '1x40', reads_total: '0x40', fallbacks_total: '0x40', lag_seconds: '0+60x40' },
      ['LatchkeyReplicaLag'],
    ],
  ])('%s', (_what, series, alerts) => {
    const names = ['LatchkeyReplicaUnused', 'LatchkeyReplicaSkipped', 'LatchkeyReplicaLag'];
    const file = join(folder, 'test.json');
    // JSON is YAML, too.
    writeFileSync(
      file,
      JSON.stringify({
        rule_files: [resolve('ops/prometheus/alerts.yml')],
        evaluation_interval: '1m',
        tests: [
          {
            interval: '1m',
            input_series: Object.entries(series).map(([name, values]) => ({
              series: metric(name),
              values,
            })),
            promql_expr_test: names.map((alertname) => ({
              expr: `count(ALERTS{alertname="${alertname}", alertstate="firing"}) or vector(0)`,
              eval_time: '30m',
              exp_samples: [{ labels: '{}', value: alerts.includes(alertname) ? 1 : 0 }],
            })),
          },
        ],
      }),
    );
    const { status, stdout, stderr } = promtool(['test', 'rules', file]);
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
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
