import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dial, until } from '../http/raw-connection.ts';
import { followChanges, nextChange } from '../live/changes.ts';
import { hasOpenSSL, makeCertificate } from '../support/certificates.ts';
import { neededInCI } from '../support/in-ci.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { startCollector } from '../tracing/collector.ts';

// What the service drops, because there is too much of it, is counted or logged.

const canCertify = neededInCI(hasOpenSSL(), 'apt-get install openssl');

async function countOf({ fetch, adminKey }: TestServer, metric: string): Promise<number> {
  const response = await fetch('/metrics', { headers: { 'x-admin-api-key': adminKey } });
  const found = (await response.text()).split('\n').find((line) => line.startsWith(`${metric} `));
  return Number(found?.slice(metric.length));
}

const messagesOf = ({ logLines }: TestServer) =>
  logLines.map((line) => (JSON.parse(line) as { msg: string }).msg);

describe('a connection that is refused', () => {
  let server: TestServer;
  let port: number;
  beforeAll(async () => {
    server = await startServer({ env: { CONNECTIONS_PER_ADDRESS: '3' } });
    port = Number(new URL(server.url).port);
  });
  afterAll(() => server.stop());

  const refused = (reason: string) =>
    countOf(server, `latchkey_connections_refused_total{reason="${reason}"}`);

  it('is counted when its address has too many', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => dial(port, '127.0.0.2')));
    await until(async () => (await refused('address_limit')) === 2);
    for (const { socket } of all) socket.destroy();
  });

  it('is counted when it is not HTTP, and not when the client goes away', async () => {
    const { socket, ended } = await dial(port, '127.0.0.3');
    socket.write('hello\r\n\r\n');
    await ended;
    const gone = await dial(port, '127.0.0.3');
    gone.socket.write('GET /');
    gone.socket.resetAndDestroy();
    await gone.ended;
    expect(await refused('unreadable')).toBe(1);
  });

  it('is counted when too many requests wait on it', async () => {
    const { socket, ended } = await dial(port, '127.0.0.4');
    socket.write('GET /health/ready HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(500));
    await ended;
    expect(await refused('pipelining')).toBe(1);
  });

  it.runIf(canCertify)('is counted once when it does not speak TLS, or says nothing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-dropped-'));
    const { certFile, keyFile } = makeCertificate(folder, 'own');
    const encrypted = await startServer({
      beside: server,
      env: { TLS_CERT_FILE: certFile, TLS_KEY_FILE: keyFile, METRICS_PORT: '0' },
    });
    const silent = await dial(Number(new URL(encrypted.url).port));
    const { socket, ended } = await dial(Number(new URL(encrypted.url).port));
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await Promise.all([ended, silent.ended]);
    const text = await encrypted.app.metrics.text();
    expect(text).toContain('latchkey_connections_refused_total{reason="tls"} 2\n');
    expect(text).toContain('latchkey_connections_refused_total{reason="unreadable"} 0\n');
    await encrypted.stop();
    rmSync(folder, { recursive: true });
  });
});

it('spans that a slow collector has no time for are counted, and logged when that begins and at the stop', async () => {
  const collector = await startCollector(200, 4_000);
  const server = await startServer({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url } });
  const headers = { 'x-admin-api-key': server.adminKey };
  await until(async () => {
    await Promise.all(Array.from({ length: 100 }, () => server.fetch('/admin/users', { headers })));
    return (await countOf(server, 'latchkey_spans_dropped_total')) > 0;
  });
  await server.stop();
  const lines = messagesOf(server).filter((text) => text.includes('the collector'));
  expect(lines).toEqual([
    'the collector is too slow: some spans are dropped',
    'the collector did not take these spans before the stop',
  ]);
});

it('a subscription whose client does not keep up is ended, counted and logged', async () => {
  const server = await startServer();
  const behind = () => countOf(server, 'latchkey_subscriptions_behind_total');
  const events = await followChanges(server);
  expect(await behind()).toBe(0);
  await server.db.rows(sql`
    select pg_notify(${server.app.changes.channel}, string_agg(n || ':1', ' '))
    from generate_series(1000001, 1012000) n group by n / 100`);
  expect(await nextChange(events)).toBeNull();
  expect(await behind()).toBe(1);
  expect(messagesOf(server)).toContain(
    'subscriptions were ended: their clients do not read what happens',
  );
  await server.stop();
});

it('warnings about single users are bounded, and one says that there are more', async () => {
  const server = await startServer();
  const users = Array.from({ length: 1_100 }, (_, place) => BigInt(place + 1));
  for (const user of [...users, ...users])
    expect(server.app.usableUrl(user, 'http://10.0.0.1/hook')).toBeNull();
  const lines = messagesOf(server).filter((text) => text.includes('webhook of this user'));
  expect(lines).toHaveLength(1_001);
  expect(lines.at(-1)).toMatch(/^there are more, which are not logged: the webhook of this user/);
  await server.stop();
});
