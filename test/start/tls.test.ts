import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { hasOpenSSL, makeCertificate, type TestCertificate } from '../support/certificates.ts';
import { createNodes, type Nodes, nodeEnv } from './nodes.ts';
import { type Running, run, start } from './process.ts';
import { addressOf, closing, handshake, plain, requestOverTls, shownBy } from './tls-client.ts';

const isInstalled = hasOpenSSL();
if (!isInstalled) process.stdout.write('NOT RUN: TLS, as openssl is not installed here\n');

it('CI serves over TLS', () => {
  if (process.env['CI'] === 'true') expect(isInstalled).toBe(true);
});

describe.skipIf(!isInstalled)('a service with a certificate', () => {
  let folder: string;
  let nodes: Nodes;
  let running: Running;
  let first: TestCertificate;
  let second: TestCertificate;
  let used: TestCertificate;

  const tls = ({ certFile, keyFile }: TestCertificate) => ({
    TLS_CERT_FILE: certFile,
    TLS_KEY_FILE: keyFile,
  });
  const use = ({ certFile, keyFile }: TestCertificate) => {
    copyFileSync(certFile, used.certFile);
    copyFileSync(keyFile, used.keyFile);
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-tls-'));
    first = makeCertificate(folder, 'first');
    second = makeCertificate(folder, 'second');
    used = { certFile: join(folder, 'used.crt'), keyFile: join(folder, 'used.key') };
    use(first);
    nodes = await createNodes();
    running = await start({ env: { ...nodeEnv(nodes.databaseUrl), ...tls(used) } });
  });
  afterAll(async () => {
    await running.end('SIGTERM');
    await nodes.drop();
    rmSync(folder, { recursive: true });
  });

  it('says its address, and answers there', async () => {
    expect(running.url).toMatch(/^https:/);
    const { status, body } = await requestOverTls(running, first, '/admin/users');
    expect({ status, body }).toEqual({ status: 200, body: '[]' });
  });

  it('takes several requests on one connection', async () => {
    const socket = await handshake(running, first);
    const get = 'GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n';
    let read = '';
    socket.setEncoding('utf8').on('data', (text) => {
      read += text;
    });
    socket.write(get + get);
    await until(() => read.split('HTTP/1.1 200').length === 3);
    socket.destroy();
  });

  it('has no answer to plain HTTP, and serves on', async () => {
    const socket = plain(running);
    const ended = closing(socket);
    socket.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
    expect(await ended).not.toContain('HTTP/1.1 200');
    expect((await requestOverTls(running, first, '/health/live')).status).toBe(200);
  });

  it('hangs up on a client that does not complete its handshake', async () => {
    const silent = plain(running);
    const half = plain(running);
    // The beginning of a greeting.
    half.write(Buffer.from('160301', 'hex'));
    await Promise.all([closing(silent), closing(half)]);
    expect((await requestOverTls(running, first, '/health/live')).status).toBe(200);
  });

  it('refuses versions of TLS that are no longer safe', async () => {
    const options = { ...addressOf(running), rejectUnauthorized: false } as const;
    const socket = connect({ ...options, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
    await expect(
      new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject)),
    ).rejects.toThrow();
  });

  it('shows a new certificate after SIGHUP, and keeps connections', async () => {
    const kept = await handshake(running, first);
    use(second);
    running.child.kill('SIGHUP');
    await until(async () => (await shownBy(running)) === 'second');
    expect((await requestOverTls(running, second, '/health/live')).status).toBe(200);
    kept.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n');
    expect(await closing(kept)).toContain('HTTP/1.1 200');
  });

  it('keeps the certificate when the new one cannot be used, and says why', async () => {
    use(first);
    copyFileSync(second.keyFile, used.keyFile);
    running.child.kill('SIGHUP');
    await until(() => running.output().includes('The certificate was not changed'));
    expect(running.output()).toContain('does not hold the key of the certificate');
    expect(await shownBy(running)).toBe('second');
  });

  it('warns of a certificate that ends soon', async () => {
    const brief = makeCertificate(folder, 'brief', { days: 3 });
    use(brief);
    running.child.kill('SIGHUP');
    await until(() => running.output().includes('ends soon'));
    expect(await shownBy(running)).toBe('brief');
  });

  it('stops in order while clients are connected, in every stage', async () => {
    const other = await start({ env: { ...nodeEnv(nodes.databaseUrl), ...tls(first) } });
    const silent = plain(other);
    const idle = await handshake(other, first);
    const used = await handshake(other, first);
    used.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await new Promise((resolve) => used.once('data', resolve));
    const all = [silent, idle, used].map(closing);
    expect(await other.end('SIGTERM')).toBe(0);
    await Promise.all(all);
  });

  it('is not ended by SIGHUP while it stops', async () => {
    const other = await start({ env: { ...nodeEnv(nodes.databaseUrl), ...tls(first) } });
    const isClosed = () =>
      handshake(other, first).then(
        (socket) => {
          socket.destroy();
          return false;
        },
        () => true,
      );
    const half = await handshake(other, first);
    const answer = closing(half);
    half.write('GET /health/live HTTP/1.1\r\nho');
    const ended = other.end('SIGTERM');
    await until(isClosed);
    other.child.kill('SIGHUP');
    half.write('st: localhost\r\n\r\n');
    expect(await answer).toContain('HTTP/1.1 200');
    expect(await ended).toBe(0);
  });

  it('hangs up on connections beyond what one address may have', async () => {
    const limits = { CONNECTIONS_PER_ADDRESS: '2' };
    const other = await start({ env: { ...nodeEnv(nodes.databaseUrl), ...tls(first), ...limits } });
    const held = [await handshake(other, first), await handshake(other, first)];
    await expect(handshake(other, first)).rejects.toThrow();
    for (const socket of held) socket.destroy();
    await other.end('SIGTERM');
  });

  describe('does not start', () => {
    const file = (name: string, text: string) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    };
    const cases: readonly [string, () => Partial<TestCertificate>, RegExp][] = [
      [
        'without a key',
        () => ({ certFile: first.certFile }),
        /TLS_KEY_FILE is required with TLS_CERT_FILE/,
      ],
      [
        'without a certificate',
        () => ({ keyFile: first.keyFile }),
        /TLS_CERT_FILE is required with TLS_KEY_FILE/,
      ],
      [
        'when the certificate is not there',
        () => ({ ...first, certFile: '/no/where' }),
        /TLS_CERT_FILE names cannot be read \(ENOENT\)/,
      ],
      [
        'when the key is a folder',
        () => ({ ...first, keyFile: folder }),
        /TLS_KEY_FILE names cannot be read \(EISDIR\)/,
      ],
      [
        'when the certificate is none',
        () => ({ ...first, certFile: file('none.crt', 'canary-text') }),
        /TLS_CERT_FILE names does not hold a certificate in PEM form/,
      ],
      [
        'when the key is none',
        () => ({ ...first, keyFile: file('none.key', 'canary-text') }),
        /TLS_KEY_FILE names does not hold a private key in PEM form/,
      ],
      [
        'when they are exchanged',
        () => ({ certFile: first.keyFile, keyFile: first.certFile }),
        /TLS_CERT_FILE names does not hold a certificate/,
      ],
      [
        'with the key of another certificate',
        () => ({ ...first, keyFile: second.keyFile }),
        /TLS_KEY_FILE names does not hold the key of the certificate/,
      ],
    ];
    it.each(cases)('%s', async (_when, files, message) => {
      const { certFile, keyFile } = files();
      const env = {
        ...nodeEnv(nodes.databaseUrl),
        ...(certFile !== undefined && { TLS_CERT_FILE: certFile }),
        ...(keyFile !== undefined && { TLS_KEY_FILE: keyFile }),
      };
      const { code, errors } = await run({ env });
      expect({ code, errors }).toEqual({ code: 1, errors: expect.stringMatching(message) });
      expect(errors.trim().split('\n')).toHaveLength(1);
      expect(errors).not.toContain('canary-text');
    });
  });
});
