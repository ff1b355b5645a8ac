import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export const CHART = 'ops/helm/latchkey';

/** Where Debian has libraries for Go. */
const LIBRARIES = '/usr/share/gocode';

/** Whether this machine has what Helm is made of; CI always has. */
export const CAN_RENDER =
  spawnSync('go', ['version']).error === undefined &&
  existsSync(join(LIBRARIES, 'src/github.com/xeipuuv/gojsonschema'));
if (!CAN_RENDER)
  process.stdout.write('NOT RUN: the Helm chart, as Go and its libraries are not installed here\n');

export type KubernetesObject = {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: the schemas of Kubernetes say what is in it
  readonly spec: any;
};

export type Rendered = { readonly objects: readonly KubernetesObject[]; readonly notes: string };

export type Renderer = {
  readonly render: (values: Readonly<Record<string, unknown>>, release?: string) => Rendered;
  /** What a file of values makes. */
  readonly renderFile: (yaml: string) => Rendered;
  /** Why these values are refused. */
  readonly refusal: (values: Readonly<Record<string, unknown>>, release?: string) => string;
};

/** What has to be given. */
export const REQUIRED = {
  image: { repository: 'registry.example/latchkey' },
  secret: { name: 'latchkey' },
} as const;

/** Builds the renderer, once for a file of tests. */
export function buildRenderer(): Renderer {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-helm-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, 'render');
  execFileSync('go', ['build', '-o', program, 'test/helm/render.go'], {
    env: { ...process.env, GO111MODULE: 'off', GOPATH: LIBRARIES, CGO_ENABLED: '0' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const run = (input: string, release: string) =>
    spawnSync(program, [CHART, release, 'production'], { input, encoding: 'utf8' });
  const rendered = (input: string, release: string) => {
    const { status, stdout, stderr } = run(input, release);
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout) as Rendered;
  };
  return {
    render: (values, release = 'latchkey') =>
      rendered(JSON.stringify({ ...REQUIRED, ...values }), release),
    renderFile: (yaml) => rendered(yaml, 'latchkey'),
    refusal: (values, release = 'latchkey') => {
      const { status, stderr } = run(JSON.stringify(values), release);
      if (status === 0) throw new Error('The values were accepted');
      return stderr;
    },
  };
}

export function only({ objects }: Rendered, kind: string, name?: string): KubernetesObject {
  const found = objects.filter(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  const [object] = found;
  if (object === undefined || found.length > 1) throw new Error(`${found.length} ${kind}`);
  return object;
}

type Variable = { readonly name: string; readonly value: string };

/** The environment of the one container of a Deployment or a Job. */
export function environmentOf({ spec }: KubernetesObject): Record<string, string> {
  const [container] = spec.template.spec.containers as { env: Variable[] }[];
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
}
