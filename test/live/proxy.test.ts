import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNginx, type Nginx, startNginx } from '../http/nginx.ts';
import { until } from '../http/raw-connection.ts';
import { recordOne } from '../recording/reports.ts';
import { atEndOfTest } from '../support/end-of-test.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Streams of events through a proxy that keeps answers back until they end, as nginx does by default.

let server: TestServer;
beforeAll(async () => {
  // No heartbeat fills the proxy's buffers within the test.
  server = await startServer({ env: { SUBSCRIPTION_HEARTBEAT_MS: '20000' } });
});
afterAll(() => server.stop());

function follow(port: number) {
  const sent = request({
    host: '127.0.0.1',
    port,
    path: '/graphql',
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'x-admin-api-key': server.adminKey,
    },
  });
  const stream = {
    headers: {} as NodeJS.Dict<string | string[]>,
    text: '',
  };
  sent.on('error', () => {});
  sent.on('response', (response) => {
    stream.headers = response.headers;
    response.on('data', (chunk) => {
      stream.text += chunk;
    });
    response.on('error', () => {});
  });
  atEndOfTest(() => sent.destroy());
  sent.end(JSON.stringify({ query: 'subscription { meetingChanged { databaseId } }' }));
  return stream;
}

it('a stream says that it is not to be kept back or changed', async () => {
  const stream = follow(Number(new URL(server.url).port));
  await until(() => stream.headers['content-type'] !== undefined);
  expect(stream.headers['content-type']).toContain('text/event-stream');
  expect(stream.headers['x-accel-buffering']).toBe('no');
  expect(stream.headers['cache-control']).toBe('no-store, no-transform');
});

if (hasNginx())
  describe('behind nginx with its own defaults', () => {
    let nginx: Nginx;
    beforeAll(async () => {
      nginx = await startNginx(`location / { proxy_pass ${server.url}; }`);
    });
    afterAll(() => nginx.stop());

    it('headers and events come at once', async () => {
      const user = await seedUser(server);
      const stream = follow(nginx.port);
      await until(() => stream.headers['content-type'] !== undefined);
      await recordOne(server, user);
      await until(() => stream.text.includes('databaseId'));
    });
  });
