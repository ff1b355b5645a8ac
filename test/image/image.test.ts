import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodes, NODES_ADMIN_KEY, type Nodes, nodeEnv } from '../start/nodes.ts';
import { type Running, start } from '../start/process.ts';
import { spansOf, startCollector } from '../tracing/collector.ts';
import { buildImage, type Image } from './dockerfile.ts';

/** Of a user without rights: what an image is run as, and may not write into it. */
const NOBODY = 65_534;
const asNobody = process.getuid?.() === 0 ? { uid: NOBODY } : {};

type Output = {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly {
    readonly path: string;
    readonly kind: string;
    readonly external?: boolean;
  }[];
};
const BUILD: Readonly<Record<string, Output>> = JSON.parse(
  readFileSync('node_modules/.latchkey/service.json', 'utf8'),
).outputs;

/** The files of the build that are loaded before anything is done. */
function loadedAtStart(entry: string): readonly string[] {
  const found = new Set([entry]);
  for (const file of found)
    for (const { path, kind, external } of BUILD[file]?.imports ?? [])
      if (kind === 'import-statement' && !external) found.add(path);
  return [...found];
}

describe('the image', () => {
  let image: Image;
  let nodes: Nodes;
  beforeAll(async () => {
    image = buildImage();
    nodes = await createNodes();
  });
  afterAll(async () => {
    for (const folder of image.folders) rmSync(folder, { recursive: true, force: true });
    await nodes.drop();
  });

  const run = (env: Readonly<Record<string, string>> = {}) =>
    start({
      ...asNobody,
      folder: image.folder,
      env: { ...image.env, DRAIN_SECONDS: '0', ...nodeEnv(nodes.databaseUrl), ...env },
    });
  const read = async ({ url }: Running, path: string) => {
    const headers = { 'x-admin-api-key': NODES_ADMIN_KEY, accept: 'text/html, */*' };
    const response = await fetch(url + path, { headers });
    return { status: response.status, text: await response.text() };
  };

  it('has what runs, and no package, source or tool', () => {
    expect(readdirSync(image.folder).sort()).toEqual(['LICENSE', 'dist', 'package.json', 'prisma']);
    // By the model and the list of objects it finds out what is missing.
    expect(readdirSync(join(image.folder, 'prisma')).sort()).toEqual([
      'migrations',
      'objects.json',
      'schema.prisma',
    ]);
    expect(image.user).toBe('node');
    expect(image.command).toEqual(['node', 'dist/main.js']);
  });

  it('needs nothing that it does not have', () => {
    const outside = Object.values(BUILD)
      .flatMap(({ imports }) => imports)
      .filter(({ external }) => external)
      .map(({ path }) => path.replace('node:', ''));
    const missing = new Set(outside.filter((name) => !builtinModules.includes(name)));
    // The driver tries it, and does without.
    missing.delete('pg-native');
    expect([...missing]).toEqual([]);
  });

  it('serves every page and API, in production, to whoever may not write into it', async () => {
    const service = await run({ GRAPHIQL: 'true' });
    for (const path of ['/', '/graphql', '/dashboard', '/docs', '/docs/swagger-ui-bundle.js'])
      expect(await read(service, path), path).toMatchObject({ status: 200 });
    const graphiql = (await read(service, '/graphql')).text;
    for (const [, path = ''] of graphiql.matchAll(/(?:src|href)="(\/[^"]+)"/g))
      expect((await read(service, path)).status, path).toBe(200);
    expect((await read(service, '/admin/users')).text).toBe('[]');
    const asked = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin-api-key': NODES_ADMIN_KEY },
      body: JSON.stringify({ query: '{ auditEvents(first: 1) { totalCount } }' }),
    });
    expect(await asked.json()).toMatchObject({ data: { auditEvents: {} } });

    const [program = '', ...words] = image.healthCheck;
    expect(program).toBe('node');
    const PORT = new URL(service.url).port;
    execFileSync(process.execPath, words, { env: { ...process.env, PORT } });
    expect(await service.end('SIGTERM')).toBe(0);
  });

  it('sends traces', async () => {
    const collector = await startCollector();
    const service = await run({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` });
    const headers = { 'x-admin-api-key': NODES_ADMIN_KEY, 'x-request-id': 'of-the-image' };
    await fetch(`${service.url}/admin/users`, { headers });
    expect(await service.end('SIGTERM')).toBe(0);
    expect((await spansOf(collector, 'of-the-image'))[0]?.name).toBe('GET /admin/users');
  });

  it('loads at its start what every start needs: no page, and no package of traces', () => {
    const loaded = loadedAtStart('dist/main.js').flatMap((file) =>
      Object.keys(BUILD[file]?.inputs ?? {}),
    );
    expect(loaded.length).toBeGreaterThan(500);
    const late = /@opentelemetry\/(?:sdk|otlp|resources)|render-graphiql|src\/cli\/(?!explain)/;
    expect(loaded.filter((input) => late.test(input))).toEqual([]);
  });

  it('keeps what a process of the build before may still load, when a checkout is built again', () => {
    const [checkout = ''] = image.folders;
    const source = join(checkout, 'src/core/errors.ts');
    const chunks = () => readdirSync(join(checkout, 'dist/chunks'));
    const build = (line: string) => {
      appendFileSync(source, `${line}\n`);
      execFileSync(process.execPath, ['scripts/setup.mjs', 'build'], {
        cwd: checkout,
        stdio: 'pipe',
      });
    };
    const first = chunks();
    build('process.title = "second";');
    const second = chunks();
    expect(second).toEqual(expect.arrayContaining(first));
    const text = readFileSync(source);
    expect(() => build('this is no program')).toThrow(/no program/);
    expect(chunks()).toEqual(second);

    writeFileSync(source, text);
    build('process.title = "third";');
    const ofFirstAlone = first.filter((name) => !chunks().includes(name));
    expect(ofFirstAlone.length).toBeGreaterThan(0);
    const ofSecond = second.filter((name) => !ofFirstAlone.includes(name));
    expect(chunks()).toEqual(expect.arrayContaining(ofSecond));
    expect(chunks().length).toBeGreaterThan(ofSecond.length);
  });

  it.each(['admin-key', 'audit verify', 'migrate', 'demo --help'])(
    'has the command %s',
    (command) => {
      execFileSync(process.execPath, ['dist/latchkey.js', ...command.split(' ')], {
        cwd: image.folder,
        env: { ...process.env, ...image.env, ...nodeEnv(nodes.databaseUrl) },
        ...asNobody,
      });
    },
  );
});
