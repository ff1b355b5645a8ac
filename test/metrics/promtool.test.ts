import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startServer } from '../support/server.ts';
import { CALLED_CASES } from './alert-cases.ts';
import { ALERT_LABELS, type AlertCase } from './alert-series.ts';
import { WORK_CASES } from './work-alert-cases.ts';

const promtool = (args: readonly string[], input = '') =>
  spawnSync('promtool', args, { input, encoding: 'utf8' });
const isInstalled = promtool(['--version']).error === undefined;
if (!isInstalled)
  process.stdout.write('NOT RUN: the checks by promtool, as prometheus is not installed here\n');

it('CI checks the metrics and the alert rules with the tool of Prometheus', () => {
  if (process.env['CI'] === 'true') expect(isInstalled).toBe(true);
});

const ALERT_CASES = [...CALLED_CASES, ...WORK_CASES];
const RULES = 'ops/prometheus/alerts.yml';
const DASHBOARD = 'ops/grafana/latchkey.json';

/** Each alert with the text of its rule. */
function alertRules(): (readonly [name: string, rule: string])[] {
  const [, ...rules] = readFileSync(RULES, 'utf8').split(/^ +- alert: /m);
  return rules.map((rule) => [rule.slice(0, rule.indexOf('\n')), rule]);
}

const alertNames = () => alertRules().map(([name]) => name);

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
    const { status, stdout } = promtool(['check', 'rules', RULES]);
    const found = `SUCCESS: ${alertNames().length} rules found`;
    expect([status, stdout]).toEqual([0, expect.stringContaining(found)]);
  });
});

describe.skipIf(!isInstalled)('exactly these alerts fire when', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-alerts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(ALERT_CASES.map((one) => [one.what, one] as const))('%s', (_what, one) => {
    const file = join(folder, 'test.json');
    // JSON is YAML, too.
    writeFileSync(file, JSON.stringify(ruleTest(one)));
    const { status, stdout, stderr } = promtool(['test', 'rules', file]);
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  });
});

function ruleTest({ series, at, fires }: AlertCase) {
  const isAboutUp = Object.keys(series).some((name) => name.startsWith('up{job="latchkey"'));
  const all = { ...(!isAboutUp && { 'up{job="latchkey",instance="a"}': '1x3000' }), ...series };
  const labels = ({ alert, ...own }: AlertCase['fires'][number]) =>
    Object.entries({ alertname: alert, ...own }).map(([name, value]) => `${name}="${value}"`);
  return {
    rule_files: [resolve(RULES)],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: Object.entries(all).map(([name, values]) => ({ series: name, values })),
        promql_expr_test: [
          {
            expr: `count by (alertname, ${ALERT_LABELS.join(', ')}) (ALERTS{alertstate="firing"})`,
            eval_time: at,
            exp_samples: fires.map((one) => ({ labels: `{${labels(one).join()}}`, value: 1 })),
          },
        ],
      },
    ],
  };
}

describe('the alert rules', () => {
  it('have, each of them, a case in which it fires and one in which it does not', () => {
    const firing = ALERT_CASES.flatMap(({ fires }) => fires.map(({ alert }) => alert));
    const quiet = ALERT_CASES.flatMap((one) => one.quiet);
    expect([...new Set(firing)].toSorted()).toEqual(alertNames().toSorted());
    expect([...new Set(quiet)].toSorted()).toEqual(alertNames().toSorted());
    for (const { what, fires, quiet: silent } of ALERT_CASES)
      expect([what, fires.filter(({ alert }) => silent.includes(alert))]).toEqual([what, []]);
  });

  it('have texts that name only labels of their alert', () => {
    for (const [name, rule] of alertRules()) {
      const labels = [...rule.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      const firing = ALERT_CASES.flatMap(({ fires }) =>
        fires.filter(({ alert }) => alert === name),
      );
      for (const alert of firing)
        expect([name, Object.keys(alert)]).toEqual([name, expect.arrayContaining(labels)]);
    }
  });
});

const NAMES = /\b(?:http_server|graphql_server|db_client|latchkey|nodejs|process)_[a-z0-9_]+\b/g;
/** The parts of a histogram. */
const base = (name: string) => name.replace(/_(?:bucket|count|sum)$/, '');

it('every metric that the rules, the dashboard and the documentation name is served', async () => {
  const text = await textOfMetrics();
  const served = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
  for (const file of [RULES, DASHBOARD, 'docs/monitoring.md']) {
    const named = [...readFileSync(file, 'utf8').matchAll(NAMES)].map(([name]) => name);
    const missing = named.filter(
      (name) => !served.has(name) && !served.has(base(name)) && !text.includes(`${name}="`),
    );
    expect([file, missing]).toEqual([file, []]);
  }
});

/** Those that Prometheus adds. */
const ADDED = ['instance', 'job', 'alertname', 'severity'];
/** `name{…}`, and whatever stands in `by (…)`. */
const LABELS = /(\w+)\s*(?:=~|!~|!=|=)\s*\\?"/g;
const GROUPS = /\bby \(([^)]*)\)/g;

it('every label that an expression of the rules or of the dashboard names is served', async () => {
  const text = await textOfMetrics();
  for (const [file, expressions] of [
    [RULES, alertRules().map(([, rule]) => rule.slice(0, rule.indexOf('labels:')))],
    [
      DASHBOARD,
      [...readFileSync(DASHBOARD, 'utf8').matchAll(/"expr": (".*")/g)].map(([, one = '']) =>
        String(JSON.parse(one)),
      ),
    ],
  ] as const) {
    const all = expressions.join('\n');
    const grouped = [...all.matchAll(GROUPS)].flatMap(([, names = '']) => names.split(/[\s,]+/));
    const matched = [...all.matchAll(LABELS)].map(([, name = '']) => name);
    const missing = [...grouped, ...matched].filter(
      (name) => name !== '' && !ADDED.includes(name) && !new RegExp(`[{,]${name}="`).test(text),
    );
    expect([file, missing]).toEqual([file, []]);
  }
});
