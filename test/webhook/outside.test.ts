import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realOutside } from '../../src/webhook/outside.ts';

// The one piece that the other tests leave out: how the network itself is asked.

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
    realOutside.redirectOf(new URL(`http://hooks.example.com:${port}${path}`), '127.0.0.1');

  it('is asked at the address that was checked, whatever the name says, without sending anything', async () => {
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
      await realOutside.redirectOf(new URL('http://hooks.example.com:1/'), '127.0.0.1'),
    ).toBeNull();
    expect(Date.now() - before).toBeLessThan(4_000);
  });
});

describe('the addresses of a name', () => {
  it('are all that it has', async () => {
    expect(await realOutside.resolve('localhost')).toContain('127.0.0.1');
  });

  it('are none of a name that nobody has', async () => {
    expect(await realOutside.resolve('no.such.host.invalid')).toEqual([]);
  });
});
