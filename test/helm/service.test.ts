import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { SECRET_NAMES, SETTINGS } from '../../src/core/config/settings.ts';
import { rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  buildRenderer,
  CAN_RENDER,
  CHART,
  environmentOf,
  only,
  REQUIRED,
  type Rendered,
  type Renderer,
} from './renderer.ts';
import { containerOf, FULL, kinds, OTHER, PEPPER, podOf, STRONG, withSecrets } from './values.ts';

describe.skipIf(!CAN_RENDER)('the service that the Helm chart runs', () => {
  let chart: Renderer;
  let plain: Rendered;
  let full: Rendered;
  beforeAll(() => {
    chart = buildRenderer();
    plain = chart.render({});
    full = chart.render(FULL, 'admin');
  });

  it('sets settings that the service knows, and that allow a start in production', () => {
    const known = new Set([
      ...SETTINGS.map(({ name }) => name),
      ...SECRET_NAMES.map((name) => `${name}_FILE`),
    ]);
    for (const [rendered, kind] of [
      [plain, 'Deployment'],
      [full, 'Deployment'],
      [full, 'Job'],
    ] as const) {
      const env = environmentOf(only(rendered, kind));
      expect(Object.keys(env).filter((name) => !known.has(name))).toEqual([]);
      const config = parseConfig(withSecrets(env));
      expect(config).toMatchObject({ production: true, host: '0.0.0.0', port: 8056, warnings: [] });
    }
    expect(environmentOf(only(full, 'Deployment'))).toMatchObject({
      BASE_PATH: '/apps/latchkey',
      METRICS_PORT: '9464',
      DRAIN_SECONDS: '10',
      RATE_LIMIT_ADDRESS: '1200000',
      OIDC_PROVIDERS_FILE: '/run/secrets/latchkey/providers.json',
    });
  });

  it('has secrets only in files, and no value of one', () => {
    const names = new Set(SECRET_NAMES);
    for (const rendered of [plain, full]) {
      expect(kinds(rendered)).not.toContain('Secret');
      const env = environmentOf(only(rendered, 'Deployment'));
      expect(Object.keys(env).filter((name) => names.has(name))).toEqual([]);
    }
  });

  it('sees no other key of the Secret', () => {
    for (const rendered of [podOf(plain), podOf(full), podOf(full, 'Job')]) {
      const [{ secret }] = rendered.spec.volumes;
      const read = containerOf(rendered === podOf(plain) ? plain : full)
        .env.filter(({ name }: { name: string }) => name.endsWith('_FILE'))
        .map(({ value }: { value: string }) => value.replace('/run/secrets/latchkey/', ''));
      expect(secret.items.map(({ key }: { key: string }) => key)).toEqual(read.sort());
      for (const { key, path } of secret.items) expect(path).toBe(key);
    }
  });

  it('counts request limits for all pods together, unless told otherwise', () => {
    const storeOf = (values: object) =>
      environmentOf(only(chart.render({ ...values }), 'Deployment'))['RATE_LIMIT_STORE'];
    expect(storeOf({})).toBe('postgres');
    expect(storeOf({ replicas: 1 })).toBeUndefined();
    expect(storeOf({ replicas: 1, autoscaling: { enabled: true } })).toBe('postgres');
    const own = { settings: { RATE_LIMIT_STORE: 'memory' } };
    expect(storeOf(own)).toBe('memory');
    expect(chart.render({ ...own, replicas: 3 }).notes).toContain('with 3 pods');
    expect(plain.notes).not.toContain('RATE_LIMIT_STORE');
  });

  it('gets each setting as it was given', () => {
    const settings = {
      TRUSTED_DOCUMENTS: '/a/$(PORT).json,/b/$$(PORT)/$$',
      CORS_ORIGINS: `https://a.example.com: "é" '{{ .x }}' # \\n`,
    };
    const env = environmentOf(only(chart.render({ settings }), 'Deployment'));
    for (const [name, value] of Object.entries(settings))
      expect(expanded(env[name] ?? '', env)).toBe(value);
  });

  it('lists all other settings in the schema of its values', () => {
    const schema = JSON.parse(readFileSync(`${CHART}/values.schema.json`, 'utf8'));
    const { settings, secret } = schema.properties;
    const ofChart = ['NODE_ENV', 'PORT', 'DATA_DIR', 'TLS_CERT_FILE', 'TLS_KEY_FILE'];
    const others = new Set([
      ...ofChart,
      'METRICS_PORT',
      'DRAIN_SECONDS',
      'BASE_PATH',
      ...SECRET_NAMES,
    ]);
    const names = SETTINGS.map(({ name }) => name).filter((name) => !others.has(name));
    expect([...settings.propertyNames.enum].sort()).toEqual(names.sort());
    expect([...secret.properties.keys.propertyNames.enum].sort()).toEqual([...SECRET_NAMES].sort());
  });

  it('probes routes that there are, by names of ports that there are', () => {
    const paths = new Set(ROUTES.map(({ path }) => path));
    const { livenessProbe, readinessProbe, ports } = containerOf(full);
    for (const { httpGet } of [livenessProbe, readinessProbe]) {
      expect(paths.has(httpGet.path), httpGet.path).toBe(true);
      expect(httpGet.port).toBe('http');
    }
    expect(ports).toEqual([
      { name: 'http', containerPort: 8056 },
      { name: 'metrics', containerPort: 9464 },
    ]);
  });

  it('gives a stop the time that docs/deployment.md asks for, and replaces no pod before its successor answers', () => {
    for (const drainSeconds of [0, 10, 600]) {
      const rendered = chart.render({ drainSeconds });
      expect(podOf(rendered).spec.terminationGracePeriodSeconds).toBe(drainSeconds + 10);
      expect(environmentOf(only(rendered, 'Deployment'))['DRAIN_SECONDS']).toBe(`${drainSeconds}`);
    }
    expect(only(plain, 'Deployment').spec.strategy).toEqual({
      type: 'RollingUpdate',
      rollingUpdate: { maxSurge: 1, maxUnavailable: 0 },
    });
  });

  it('has the memory limit of compose.yaml, and the version of the package', () => {
    expect(readFileSync('compose.yaml', 'utf8')).toContain('mem_limit: 1g');
    expect(containerOf(plain).resources.limits).toEqual({ memory: '1Gi' });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(containerOf(plain).image).toBe(`registry.example/latchkey:${version}`);
    expect(containerOf(full).image).toBe(`registry.example/latchkey@sha256:${'0f'.repeat(32)}`);
    expect(containerOf(chart.render({ image: { ...REQUIRED.image, tag: 'x' } })).image).toMatch(
      /:x$/,
    );
    // The number of the account that the image calls node.
    expect(readFileSync('Dockerfile', 'utf8')).toMatch(/^USER node$/m);
  });

  describe('the service with the settings of the chart', () => {
    let server: TestServer;
    beforeAll(async () => {
      const {
        PORT: _,
        METRICS_PORT: __,
        HOST: ___,
        ...env
      } = environmentOf(only(full, 'Deployment'));
      const own = Object.entries(env).filter(([name]) => !name.endsWith('_FILE'));
      server = await startServer({
        env: {
          ...Object.fromEntries(own),
          ADMIN_API_TOKEN: STRONG,
          ANALYTICS_API_TOKEN: OTHER,
          DRAIN_SECONDS: '0',
          HOST: '127.0.0.1',
          TOKEN_PEPPER: PEPPER,
        },
      });
    });
    afterAll(() => server?.stop());

    it('answers the probes and what the Ingress sends', async () => {
      const { livenessProbe, readinessProbe } = containerOf(full);
      for (const { httpGet } of [livenessProbe, readinessProbe])
        expect((await rawRequest(server.url, httpGet.path)).status).toBe(200);
      const [{ path }] = only(full, 'Ingress').spec.rules[0].http.paths;
      for (const target of [path, `${path}/dashboard`, `${path}/dashboard/main.js`])
        expect((await rawRequest(server.url, target)).status).toBe(200);
    });
  });
});

/** What Kubernetes makes of the value of a variable. */
function expanded(value: string, env: Readonly<Record<string, string>>): string {
  return value.replaceAll(/\$\$|\$\((\w+)\)/g, (found, name?: string) =>
    name === undefined ? '$' : (env[name] ?? found),
  );
}
