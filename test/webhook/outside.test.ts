import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemNetwork } from '../../src/domain/webhooks/network.ts';
import { until } from '../http/raw-connection.ts';
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

  it('is nothing when nobody answers, however long that lasts', async () => {
    expect(await redirectOf('/silent')).toBeNull();
    expect(
      await outside.redirectOf(new URL('http://hooks.example.com:1/'), '127.0.0.1', PATIENT),
    ).toBeNull();
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
    // One with the patience of the library itself is still waiting then.
    const patient = new Resolver();
    patient.setServers([names.address]);
    const late = patient.resolve4('silent.example.com').catch(() => 'late');
    expect(await Promise.race([addressesOf('silent.example.com'), late])).toEqual([]);
    patient.cancel();
  });

  it('are asked for no longer than whoever asks waits', async () => {
    const leaving = new AbortController();
    const patient = addressesOf('silent-once.example.com').then(() => 'patient');
    // Asked for the second time: whoever begins now and does not leave ends after that.
    await until(
      () => names.asked.filter((name) => name === 'silent-once.example.com 1').length > 1,
    );
    const aborted = addressesOf('silent.example.com', leaving.signal);
    leaving.abort();
    expect(await Promise.race([patient, aborted])).toEqual([]);
    expect(await addressesOf('both.example.com', AbortSignal.abort())).toEqual([]);
    await patient;
  });

  it('keep nobody waiting who reads files or makes keys, however many are never answered', async () => {
    const patience = new AbortController();
    const asked = Array.from({ length: 50 }, (_, place) =>
      addressesOf(`silent${place}.example.com`, patience.signal),
    );
    const first = Promise.any(asked).then(() => 'a name was given up');
    const read = (async () => {
      for (let turn = 0; turn < 10; turn += 1) await readFile(import.meta.filename);
      return 'files were read';
    })();
    expect(await Promise.race([first, read])).toBe('files were read');
    patience.abort();
    await Promise.all(asked);
  });
});
