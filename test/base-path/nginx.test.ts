import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPublicUrl } from '../../src/cli/installation/public-url.ts';
import { hasNginx, type Nginx, startNginx } from '../http/nginx.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What docs/deployment.md says of a service below a path, in a real nginx.

const PAGE = readFileSync(new URL('../../docs/deployment.md', import.meta.url), 'utf8');
const [, SECTION = ''] = PAGE.split('\n## Below a path\n');
const LINES = /```nginx\n([\s\S]*?)```/.exec(SECTION)?.[1] ?? '';

const isInstalled = hasNginx();
if (!isInstalled)
  process.stdout.write('NOT RUN: the recipe for a path, as nginx is not installed here\n');

it('the deployment page says how to set nginx, and CI tries it', () => {
  expect(LINES).toContain('location /latchkey/ ');
  if (process.env['CI'] === 'true') expect(isInstalled).toBe(true);
});

describe.skipIf(!isInstalled)('below a path of nginx', () => {
  let server: TestServer;
  const running: Nginx[] = [];
  beforeAll(async () => {
    server = await startServer({ env: { BASE_PATH: '/latchkey', TRUST_PROXY: '1' } });
  });
  afterAll(async () => {
    for (const nginx of running) await nginx.stop();
    await server.stop();
  });

  async function behind(lines: string): Promise<URL> {
    const { host } = new URL(server.url);
    const nginx = await startNginx(lines.replaceAll(/http:\/\/[a-z-]+:8056/g, `http://${host}`));
    running.push(nginx);
    return new URL(`http://127.0.0.1:${nginx.port}/latchkey`);
  }
  const statusOf = async (url: string) => (await fetch(url, { redirect: 'manual' })).status;
  const verdicts = async (url: URL) =>
    (await checkPublicUrl(server.app.config, url)).map(({ name, verdict }) => `${name} ${verdict}`);

  it('works with a proxy that keeps the path, as the page sets it', async () => {
    const { href, origin } = await behind(LINES);
    expect(await statusOf(`${href}/`)).toBe(200);
    expect(await statusOf(`${href}/docs/start.js`)).toBe(200);
    expect(await statusOf(`${href}/health/ready`)).toBe(200);
    expect(await statusOf(`${href}/internal/validate`)).toBe(404);
    expect(await statusOf(`${origin}/graphql`)).toBe(404);
    const moved = await fetch(`${href}/admin/users/`, { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([307, '/latchkey/admin/users']);
    const answer = await fetch(`${href}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
      body: JSON.stringify({ query: '{ viewer { access } }' }),
    });
    expect(await answer.json()).toMatchObject({
      data: { viewer: { access: expect.arrayContaining(['ADMIN']) } },
    });
    expect(await verdicts(new URL(href))).toEqual(['public URL ok', 'path ok']);
  });

  it('says what is wrong behind a proxy that takes the path away, and so does the doctor', async () => {
    const url = await behind('location /latchkey/ { proxy_pass http://latchkey:8056/; }');
    const answer = await fetch(`${url.href}/admin/users`);
    expect([answer.status, await answer.json()]).toEqual([
      404,
      { detail: expect.stringContaining('must keep that in the path') },
    ]);
    expect(await verdicts(url)).toEqual(['public URL ok', 'path fail']);
  });

  it('works with a proxy that takes the path away and puts it back', async () => {
    const url = await behind('location /latchkey/ { proxy_pass http://latchkey:8056/latchkey/; }');
    expect(await statusOf(`${url.href}/docs/start.js`)).toBe(200);
    expect(await verdicts(url)).toEqual(['public URL ok', 'path ok']);
  });

  it('the doctor finds an address with another path', async () => {
    const url = await behind(LINES);
    expect(await verdicts(new URL(server.url.replace('/latchkey', '')))).toContain('path fail');
    const other = { ...server.app.config, basePath: '' };
    const [, check] = await checkPublicUrl(other, url);
    expect(check).toMatchObject({
      name: 'path',
      verdict: 'fail',
      remedy: 'Set BASE_PATH=/latchkey.',
    });
  });
});
