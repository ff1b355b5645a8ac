import { only, REQUIRED, type Rendered } from './renderer.ts';

// Values for the tests, and parts of what is rendered.

/** Everything that there is. */
export const FULL = {
  image: { ...REQUIRED.image, digest: `sha256:${'0f'.repeat(32)}` },
  imagePullSecrets: [{ name: 'registry' }],
  secret: {
    name: 'latchkey',
    keys: { ANALYTICS_API_TOKEN: 'analytics-key', OIDC_PROVIDERS: 'providers.json' },
  },
  settings: { TRUST_PROXY: '10.0.0.0/8', RATE_LIMIT_ADDRESS: '1200000', GRAPHIQL: 'true' },
  basePath: '/apps/latchkey',
  migration: { job: true },
  service: { annotations: { a: 'b' } },
  ingress: {
    ...{ enabled: true, className: 'nginx', host: 'example.com', tlsSecret: 'example-tls' },
    annotations: { 'example.com/a': 'b' },
  },
  metrics: { enabled: true, serviceMonitor: { enabled: true, labels: { release: 'prometheus' } } },
  autoscaling: { enabled: true },
  networkPolicy: {
    enabled: true,
    from: [{ podSelector: { matchLabels: { app: 'gateway' } } }],
    metricsFrom: [{ namespaceSelector: { matchLabels: { name: 'monitoring' } } }],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 5432 }] }],
  },
  serviceAccountName: 'latchkey',
  podLabels: { team: 'platform' },
  podAnnotations: { a: 'b' },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'a', operator: 'Exists' }],
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }],
      },
    },
  },
  priorityClassName: 'high',
  volumes: [{ name: 'backups', persistentVolumeClaim: { claimName: 'backups' } }],
  volumeMounts: [{ name: 'backups', mountPath: '/backups' }],
};

export const kinds = ({ objects }: Rendered) => objects.map(({ kind }) => kind).sort();
export const podOf = (rendered: Rendered, kind = 'Deployment') =>
  only(rendered, kind).spec.template;
export const containerOf = (rendered: Rendered, kind?: string) =>
  podOf(rendered, kind).spec.containers[0];

export const STRONG = 'pV7xKq2mTz9RbW4cYh8LdN6f';
export const OTHER = 'Wq3nZt8JsE5vGm2HuK7yXa4D';
export const PEPPER = '6b1f93d07a2ce85d4490b7fe31a8c25e';

/** As if the files were there. */
export function withSecrets(env: Readonly<Record<string, string>>): Record<string, string> {
  const texts: Readonly<Record<string, string>> = {
    ADMIN_API_TOKEN: STRONG,
    ANALYTICS_API_TOKEN: OTHER,
    TOKEN_PEPPER: PEPPER,
    DATABASE_URL: 'postgres://latchkey:secret@db/latchkey',
    OIDC_PROVIDERS: JSON.stringify([
      {
        name: 'okta',
        issuer: 'https://example.okta.com',
        audience: 'api://latchkey',
        rules: [{ claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' }],
      },
    ]),
  };
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const own = name.replace(/_FILE$/, '');
      return own === name ? [name, value] : [own, texts[own] ?? ''];
    }),
  );
}
