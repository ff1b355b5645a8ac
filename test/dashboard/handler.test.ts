import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDashboard } from '../../src/api/pages/dashboard/handler.ts';
import type { Incoming } from '../../src/core/http/exchange.ts';
import { newRecord } from '../../src/core/http/record.ts';
import { rawRequest } from '../support/raw-request.ts';
import { startServer, type TestServer } from '../support/server.ts';

const FILES = [
  ['/dashboard', 'text/html; charset=utf-8'],
  ['/dashboard/main.js', 'text/javascript; charset=utf-8'],
  ['/dashboard/main.css', 'text/css; charset=utf-8'],
] as const;

describe('the files of the dashboard', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  it.each(FILES)('serves %s under a strict policy', async (path, type) => {
    const { status, headers } = await server.fetch(path);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('cache-control')).toBe('no-cache');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const policy = headers.get('content-security-policy')?.split('; ') ?? [];
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'"]),
    );
    expect(policy).toEqual(
      expect.arrayContaining(["form-action 'none'", "frame-ancestors 'none'"]),
    );
    expect(policy.join()).not.toContain('unsafe');
  });

  it('names no other host, and has no script or style in the page', async () => {
    const page = await (await server.fetch('/dashboard')).text();
    expect(page).not.toMatch(/https?:|\/\/|<style|style=|<script(?![^>]* src=)/);
  });

  it('serves them small or plain, and not again to who has them', async () => {
    const plain = await server.fetch('/dashboard/main.js', {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    const small = await server.fetch('/dashboard/main.js', {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(small.headers.get('content-encoding')).toBe('gzip');
    expect(await small.text()).toBe(await plain.text());

    const tag = plain.headers.get('etag') ?? '';
    const again = await server.fetch('/dashboard/main.js', {
      headers: { 'if-none-match': tag },
    });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect(again.headers.get('content-length')).toBeNull();
    const head = await server.fetch('/dashboard', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('leaves everything else to others', async () => {
    for (const path of ['/dashboard//', '/dashboard/index.html', '/dashboard/..%2Fmain.js'])
      expect((await server.fetch(path)).status).toBe(404);
    expect((await server.fetch('/dashboard', { method: 'POST' })).status).toBe(404);
  });

  it('says what to do when it is not built', async () => {
    const answer = await createDashboard({ basePath: '' }, '/nowhere')(requestFor('/dashboard'));
    expect(answer?.status).toBe(404);
    expect(answer?.body).toContain('npm run build');
  });

  it('keeps what it sends small', async () => {
    const headers = { 'accept-encoding': 'gzip' };
    const { body } = await rawRequest(server.url, '/dashboard/main.js', { headers });
    expect(body.byteLength).toBeLessThan(200_000);
    expect(gunzipSync(body).toString()).not.toContain('eval(');
  });
});

function requestFor(path: string): Incoming {
  return {
    method: 'GET',
    path,
    hasSlash: false,
    record: newRecord(),
    search: '',
    headers: {},
    body: null,
    requestId: 'test',
    ip: '127.0.0.1',
    client: { isGone: () => false, onGone: () => () => undefined },
  };
}
