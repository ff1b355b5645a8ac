import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemNetwork } from '../../src/domain/webhooks/network.ts';
import { type NameServer, startNameServer } from './name-server.ts';

// The one piece that the other tests leave out: how the network itself is asked.

const outside = systemNetwork();
const PATIENT = new AbortController().signal;

const ANSWERS: Readonly<Record<string, readonly [number, string?]>> = {
  '/plain': [200],
  '/moved': [302, 'http://10.0.0.1/'],
  '/lost': [301],
  '/created': [201, 'http://10.0.0.1/'],
};

describe('what a URL redirects to', () => {
  let server: Server;
  let port: number;
  const asked: string[] = [];
  beforeAll(async () => {
    server = createServer(({ method, url = '', headers: { host } }, response) => {
      asked.push(`${method} ${host}${url}`);
      const [status, location] = ANSWERS[url] ?? [];
      if (status === undefined) return;
      response.writeHead(status, location === undefined ? {} : { location }).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    ({ port } = server.address() as AddressInfo);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const redirectOf = (path: string) =>
    outside.redirectOf(new URL(`http://hooks.example.com:${port}${path}`), '127.0.0.1', PATIENT);

  it('is asked at the address that was checked, whatever the name says, without sending anything', async () => {
    asked.length = 0;
    expect(await redirectOf('/moved')).toBe('http://10.0.0.1/');
    expect(asked).toEqual([`HEAD hooks.example.com:${port}/moved`]);
  });

  it.each(['/plain', '/lost', '/created'])('is nothing for %s', async (path) => {
    expect(await redirectOf(path)).toBeNull();
  });

  it('is nothing when nobody answers, in good time', async () => {
    const before = Date.now();
    expect(await redirectOf('/silent')).toBeNull();
    expect(
      await outside.redirectOf(new URL('http://hooks.example.com:1/'), '127.0.0.1', PATIENT),
    ).toBeNull();
    expect(Date.now() - before).toBeLessThan(4_000);
  });
});

describe('the addresses of a name', () => {
  let names: NameServer;
  beforeAll(async () => {
    names = await startNameServer({
      'both.example.com': ['93.184.215.14', '10.0.0.1', '2606:4700::1111'],
      'six.example.com': ['::1'],
      'none.example.com': [],
    });
  });
  afterAll(() => names.close());

  const addressesOf = (name: string, signal = PATIENT) =>
    systemNetwork([names.address]).resolve(name, signal);

  it('are all that it has, of either kind', async () => {
    expect(await addressesOf('both.example.com')).toEqual([
      '93.184.215.14',
      '10.0.0.1',
      '2606:4700::1111',
    ]);
    expect(await addressesOf('six.example.com')).toEqual(['::1']);
  });

  it.each(['localhost', 'LocalHost.'])(
    'are those that this machine itself gives %s',
    async (name) => {
      expect(await outside.resolve(name, PATIENT)).toContain('127.0.0.1');
    },
  );

  it('are none of a name that nobody has', async () => {
    expect(await addressesOf('none.example.com')).toEqual([]);
  });

  it('are none, in good time, where the name server never answers', async () => {
    const before = Date.now();
    expect(await addressesOf('silent.example.com')).toEqual([]);
    expect(Date.now() - before).toBeLessThan(5_000);
  });

  it('are asked for no longer than whoever asks waits', async () => {
    const before = Date.now();
    expect(await addressesOf('silent.example.com', AbortSignal.timeout(100))).toEqual([]);
    expect(await addressesOf('both.example.com', AbortSignal.abort())).toEqual([]);
    expect(Date.now() - before).toBeLessThan(900);
  });

  it('keep nobody waiting who reads files or makes keys, however many are never answered', async () => {
    const patience = new AbortController();
    const asked = Array.from({ length: 50 }, (_, place) =>
      addressesOf(`silent${place}.example.com`, patience.signal),
    );
    const before = Date.now();
    for (let turn = 0; turn < 10; turn += 1) await readFile(import.meta.filename);
    expect(Date.now() - before).toBeLessThan(500);
    patience.abort();
    await Promise.all(asked);
    expect(names.asked.filter((name) => name.startsWith('silent4')).length).toBeGreaterThan(0);
  });
});
