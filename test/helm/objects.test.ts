import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildRenderer, CAN_RENDER, only, type Rendered, type Renderer } from './renderer.ts';
import { problemsOf } from './schemas.ts';
import { containerOf, FULL, kinds, podOf } from './values.ts';

it('CI renders the chart', () => {
  if (process.env['CI'] === 'true') expect(CAN_RENDER).toBe(true);
});

describe.skipIf(!CAN_RENDER)('the Helm chart', () => {
  let chart: Renderer;
  let plain: Rendered;
  let full: Rendered;
  beforeAll(() => {
    chart = buildRenderer();
    plain = chart.render({});
    full = chart.render(FULL, 'admin');
  });

  it('has the objects that were asked for', () => {
    expect(kinds(plain)).toEqual(['Deployment', 'PodDisruptionBudget', 'Service']);
    expect(kinds(full)).toEqual([
      ...['Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'Job', 'NetworkPolicy'],
      ...['PodDisruptionBudget', 'Service', 'Service', 'Service', 'ServiceMonitor'],
    ]);
    expect(kinds(chart.render({ replicas: 1 }))).toEqual(['Deployment', 'Service']);
    expect(plain.notes).toContain('service/latchkey 8056:80');
    expect(full.notes).toContain('https://example.com/apps/latchkey/dashboard');
  });

  it('has only fields that Kubernetes knows, with values that it accepts', () => {
    for (const object of [...plain.objects, ...full.objects])
      expect([object.kind, problemsOf(object)]).toEqual([object.kind, []]);
    // The check itself finds what is misspelled, missing or of another type.
    const wrong = structuredClone(only(plain, 'Deployment'));
    wrong.spec.template.spec.containers[0].readinesProbe = {};
    wrong.spec.replicas = '2';
    delete wrong.spec.selector;
    const problems = problemsOf(wrong).join('\n');
    expect(problems).toContain('/spec/template/spec/containers/0/readinesProbe is not a field');
    expect(problems).toMatch(/\/spec\/replicas .*integer/);
    expect(problems).toMatch(/\/spec .*selector/);
  });

  it.each(['true', 'null', 'on', 'e1', 'y'])(
    'is right for a release that is called %s',
    (release) => {
      const rendered = chart.render(FULL, release);
      for (const object of rendered.objects)
        expect([object.kind, problemsOf(object)]).toEqual([object.kind, []]);
    },
  );

  it('is installed as docs/kubernetes.md says', () => {
    const page = readFileSync('docs/kubernetes.md', 'utf8');
    const rendered = chart.renderFile(/```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '');
    for (const object of rendered.objects) expect(problemsOf(object)).toEqual([]);
    expect(only(rendered, 'Ingress').spec.tls).toEqual([
      { hosts: ['latchkey.example.com'], secretName: 'latchkey-tls' },
    ]);
    // The commands of the page name objects, and keys of the Secret, that there are.
    const name = only(rendered, 'Deployment').metadata.name;
    expect([...page.matchAll(/deployment\/(\w+)/g)].map(([, named]) => named)).toEqual([
      ...[name, name],
    ]);
    const keys = [...page.matchAll(/--from-literal=([\w-]+)=/g)].map(([, key]) => key);
    const files = containerOf(rendered).env.map(({ value }: { value: string }) => value);
    for (const key of keys) expect(files).toContain(`/run/secrets/latchkey/${key}`);
    expect(keys).toHaveLength(3);
  });

  it('gives the process no rights that it does not need', () => {
    for (const pod of [podOf(plain), podOf(full), podOf(full, 'Job')]) {
      expect(pod.spec).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: {
          runAsNonRoot: true,
          runAsUser: 1000,
          seccompProfile: { type: 'RuntimeDefault' },
        },
      });
      expect(pod.spec.containers).toHaveLength(1);
      expect(pod.spec.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
    expect(containerOf(plain).volumeMounts).toEqual([
      { name: 'secrets', mountPath: '/run/secrets/latchkey', readOnly: true },
      { name: 'tmp', mountPath: '/tmp' },
    ]);
  });

  it('has objects that find each other', () => {
    const { labels } = podOf(full).metadata;
    const deployment = only(full, 'Deployment');
    const name = deployment.metadata.name;
    expect(name).toBe('admin-latchkey');
    for (const selector of [
      deployment.spec.selector.matchLabels,
      only(full, 'Service', name).spec.selector,
      only(full, 'Service', `${name}-metrics`).spec.selector,
      only(full, 'PodDisruptionBudget').spec.selector.matchLabels,
      only(full, 'NetworkPolicy').spec.podSelector.matchLabels,
    ])
      expect(labels).toMatchObject(selector);
    expect(podOf(full, 'Job').metadata.labels).not.toMatchObject(
      only(full, 'Service', name).spec.selector,
    );
    const service = only(full, 'Service', `${name}-metrics`);
    const monitor = only(full, 'ServiceMonitor').spec;
    expect(service.metadata.labels).toMatchObject(monitor.selector.matchLabels);
    expect(only(full, 'Service', name).metadata.labels).not.toMatchObject(
      monitor.selector.matchLabels,
    );
    // The alert rules and the dashboard look for this job.
    expect(service.metadata.labels?.[monitor.jobLabel]).toBe('latchkey');
    expect(service.spec.ports.map((port: { name: string }) => port.name)).toContain(
      monitor.endpoints[0].port,
    );
    expect(only(full, 'HorizontalPodAutoscaler').spec.scaleTargetRef).toMatchObject({
      kind: 'Deployment',
      name,
    });
    expect(deployment.spec).not.toHaveProperty('replicas');
  });

  it('keeps /internal/ away from the Ingress, unless told otherwise', () => {
    const pathsOf = (rendered: Rendered) =>
      only(rendered, 'Ingress').spec.rules[0].http.paths.map(
        ({ path, backend }: { path: string; backend: { service: { name: string } } }) => [
          path,
          backend.service.name,
        ],
      );
    expect(pathsOf(full)).toEqual([
      ['/apps/latchkey', 'admin-latchkey'],
      ['/apps/latchkey/internal', 'admin-latchkey-closed'],
    ]);
    expect(only(full, 'Service', 'admin-latchkey-closed').spec).not.toHaveProperty('selector');
    const open = chart.render({
      settings: { TRUST_PROXY: '1' },
      ingress: { enabled: true, host: 'example.com', exposeInternal: true },
    });
    expect(pathsOf(open)).toEqual([['/', 'latchkey']]);
    expect(kinds(open)).toEqual(['Deployment', 'Ingress', 'PodDisruptionBudget', 'Service']);
  });

  it('sees the addresses of clients where the Service is reached from outside', () => {
    expect(only(plain, 'Service').spec).not.toHaveProperty('externalTrafficPolicy');
    for (const type of ['LoadBalancer', 'NodePort']) {
      const service = only(chart.render({ service: { type } }), 'Service');
      expect(service.spec).toMatchObject({ type, externalTrafficPolicy: 'Local' });
      expect(problemsOf(service)).toEqual([]);
    }
  });

  it('lets nobody but the named pods reach the ports', () => {
    expect(only(full, 'NetworkPolicy').spec).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { ports: [{ port: 'http' }], from: FULL.networkPolicy.from },
        { ports: [{ port: 'metrics' }], from: FULL.networkPolicy.metricsFrom },
      ],
      egress: FULL.networkPolicy.egress,
    });
    const open = chart.render({ networkPolicy: { enabled: true }, metrics: { enabled: true } });
    expect(only(open, 'NetworkPolicy').spec).toMatchObject({
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: 'http' }], from: [{ namespaceSelector: {} }] }],
    });
  });

  it('migrates before an installation and an upgrade, by a command that there is', () => {
    const job = only(full, 'Job');
    expect(job.metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
    expect(containerOf(full, 'Job').command).toEqual(['node', 'dist/latchkey.js', 'migrate']);
    // In the same place, by the same account, with the same files.
    const { containers: _, restartPolicy: __, ...pod } = podOf(full, 'Job').spec;
    expect(podOf(full).spec).toMatchObject(pod);
    expect(Object.keys(pod)).toEqual(
      expect.arrayContaining(['serviceAccountName', 'priorityClassName', 'affinity', 'volumes']),
    );
  });
});
