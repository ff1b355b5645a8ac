import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { TestCertificate } from '../support/certificates.ts';
import { NODES_ADMIN_KEY } from './nodes.ts';
import type { Running } from './process.ts';

export function addressOf({ url }: Running) {
  return { host: '127.0.0.1', port: Number(new URL(url).port) };
}

export function plain(running: Running): Socket {
  return connectPlain(addressOf(running)).on('error', () => {});
}

/** What came until the connection was closed. */
export function closing(socket: Socket): Promise<string> {
  let read = '';
  socket.on('data', (chunk) => {
    read += String(chunk);
  });
  return new Promise((resolve) => socket.once('close', () => resolve(read)));
}

export async function handshake(
  running: Running,
  { certFile }: TestCertificate,
): Promise<TLSSocket> {
  const socket = connect({ ...addressOf(running), ca: readFileSync(certFile) });
  await new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject).once('close', reject);
  });
  return socket.on('error', () => {});
}

/** The name in the certificate that new connections get. */
export async function shownBy(running: Running): Promise<string> {
  const socket = connect({ ...addressOf(running), rejectUnauthorized: false });
  await new Promise((resolve, reject) => {
    socket.once('secureConnect', resolve).once('error', reject);
  });
  const { subject } = socket.getPeerCertificate();
  socket.destroy();
  return String(subject.CN);
}

export function requestOverTls(
  running: Running,
  { certFile }: TestCertificate,
  path: string,
): Promise<{ readonly status: number | undefined; readonly body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{
    readonly status: number | undefined;
    readonly body: string;
  }>();
  const headers = { 'x-admin-api-key': NODES_ADMIN_KEY };
  const options = {
    ...addressOf(running),
    path,
    headers,
    ca: readFileSync(certFile),
    agent: false,
  };
  const sent = request(options, (response) => {
    let body = '';
    response.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    response.once('end', () => resolve({ status: response.statusCode, body }));
  });
  sent.once('error', reject).end();
  return promise;
}
