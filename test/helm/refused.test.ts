import { beforeAll, describe, expect, it } from 'vitest';
import { buildRenderer, CAN_RENDER, REQUIRED, type Renderer } from './renderer.ts';

const INGRESS = { enabled: true, host: 'example.com' };

describe.skipIf(!CAN_RENDER)('the Helm chart refuses', () => {
  let chart: Renderer;
  beforeAll(() => {
    chart = buildRenderer();
  });

  it.each<[string, object, RegExp]>([
    ['no image', { image: {} }, /image\.repository/],
    ['no Secret', { secret: {} }, /secret\.name/],
    [
      'no database: the image has none',
      { secret: { name: 'a', keys: { DATABASE_URL: null } } },
      /key of DATABASE_URL: the image has no embedded database/,
    ],
    ['no pepper', { secret: { name: 'a', keys: { TOKEN_PEPPER: null } } }, /key of TOKEN_PEPPER/],
    ['a value that there is not', { replica: 2 }, /replica is not allowed/],
    ['a setting that there is not', { settings: { CORS_ORIGIN: 'a' } }, /CORS_ORIGIN/],
    ['a secret in a setting', { settings: { ADMIN_API_TOKEN: 'a' } }, /ADMIN_API_TOKEN/],
    ['a setting of the chart', { settings: { PORT: '80' } }, /PORT/],
    [
      'a number where text is needed, which Helm would write as 1.2e+06',
      { settings: { RATE_LIMIT_ADDRESS: 1_200_000 } },
      /RATE_LIMIT_ADDRESS.*string/,
    ],
    ['a secret that there is not', { secret: { name: 'a', keys: { PASSWORD: 'a' } } }, /PASSWORD/],
    ['a path in a key', { secret: { name: 'a', keys: { TOKEN_PEPPER: '../a' } } }, /TOKEN_PEPPER/],
    [
      'a folder for a secret',
      { secret: { name: 'a', keys: { TOKEN_PEPPER: '..' } } },
      /TOKEN_PEPPER/,
    ],
    [
      'a label that the selectors need',
      { podLabels: { 'app.kubernetes.io/name': 'other' } },
      /podLabels/,
    ],
    [
      'such a label of the ServiceMonitor',
      { metrics: { serviceMonitor: { labels: { 'helm.sh/chart': 'other' } } } },
      /labels/,
    ],
    ['a path with a slash at its end', { basePath: '/latchkey/' }, /basePath/],
    ['no replicas', { replicas: 0 }, /replicas/],
    ['a digest that is none', { image: { repository: 'a', digest: 'sha256:1' } }, /digest/],
    ['the same port twice', { metrics: { enabled: true, port: 8056 } }, /metrics\.port/],
    ['an Ingress without a host', { ingress: { enabled: true } }, /ingress\.host is required/],
    ['an Ingress that is not trusted', { ingress: INGRESS }, /settings\.TRUST_PROXY is required/],
    [
      'a ServiceMonitor without metrics',
      { metrics: { serviceMonitor: { enabled: true } } },
      /needs metrics\.enabled/,
    ],
    [
      'more pods at least than at most',
      { autoscaling: { enabled: true, minReplicas: 5, maxReplicas: 2 } },
      /minReplicas must not be above/,
    ],
    [
      'a share of the CPU of which nobody knows how much it is',
      { autoscaling: { enabled: true }, resources: { requests: { cpu: null } } },
      /autoscaling\.enabled needs resources\.requests\.cpu/,
    ],
    [
      'a ServiceMonitor that reaches nothing',
      {
        metrics: { enabled: true, serviceMonitor: { enabled: true } },
        networkPolicy: { enabled: true },
      },
      /networkPolicy\.metricsFrom must name/,
    ],
  ])('%s', (_what, values, message) => {
    expect(chart.refusal({ ...REQUIRED, ...values })).toMatch(message);
  });

  it.each(['my.latchkey', '1-latchkey'])(
    'the release %s: no Service may be called so',
    (release) => {
      expect(chart.refusal(REQUIRED, release)).toMatch(/must begin with a letter and have no dots/);
    },
  );
});
