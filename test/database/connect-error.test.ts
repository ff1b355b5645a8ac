import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { StartError } from '../../src/core/start-error.ts';
import { explainConnectionError } from '../../src/data/connection/connect-error.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { freePort } from '../support/ports.ts';
import { addressWith } from './scratch.ts';

const SECRET = 'canary-p%40ss';

async function refusal(connectionString: string): Promise<string> {
  const error: unknown = await migrate({ connectionString }).then(
    () => new Error('It was accepted'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof StartError)) throw error;
  expect(error.message).not.toContain('\n');
  expect(error.message).not.toContain('canary');
  return error.message;
}

describe('a database out of reach is explained in one line', () => {
  test('a wrong password', async () => {
    expect(await refusal(addressWith({ password: SECRET }))).toMatch(
      /rejects the password for "\w+"\. Correct it in DATABASE_URL/,
    );
  });

  test('no password', async () => {
    expect(await refusal(addressWith({ password: '' }))).toMatch(/requires a password for "\w+"/);
  });

  test('a database that does not exist', async () => {
    expect(await refusal(addressWith({ pathname: '/no_such_db' }))).toMatch(
      /The database "no_such_db" does not exist on .*Create it/,
    );
  });

  test('an unknown host', async () => {
    expect(await refusal(`postgres://u:${SECRET}@no-such-host.invalid/d`)).toMatch(
      /host name of the database server no-such-host\.invalid:5432 cannot be resolved/,
    );
  });

  test('a port where nothing listens', async () => {
    const port = await freePort();
    expect(await refusal(`postgres://u:${SECRET}@127.0.0.1:${port}/d`)).toContain(
      `The database server 127.0.0.1:${port} does not respond`,
    );
    expect(await refusal(`postgres://u:${SECRET}@localhost:${port}/d`)).toContain(
      `The database server localhost:${port} does not respond`,
    );
  });

  test('a Unix socket that is not there', async () => {
    expect(await refusal(`postgres://u:${SECRET}@/d?host=/no/such/folder`)).toContain(
      'The database server /no/such/folder does not respond',
    );
  });

  test('TLS that the server does not offer', async () => {
    expect(await refusal(`${addressWith({})}?sslmode=verify-full`)).toMatch(
      /does not offer TLS.*sslmode=disable/,
    );
  });

  test('something that is no PostgreSQL', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).destroy()).listen(
      0,
      '127.0.0.1',
    );
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    try {
      expect(await refusal(`postgres://u:${SECRET}@127.0.0.1:${port}/d`)).toContain(
        'closed the connection',
      );
    } finally {
      server.close();
    }
  });
});

test('words that are not ours are kept, unless they repeat the password', () => {
  const url = `postgres://u:${SECRET}@h/d`;
  expect(explainConnectionError(url, new Error('all\nis lost')).message).toBe(
    'The database server h:5432 cannot be used: all is lost',
  );
  for (const text of ['canary-p%40ss', 'canary-p@ss']) {
    expect(explainConnectionError(url, new Error(`bad: ${text}`)).message).not.toContain('canary');
  }
  expect(
    explainConnectionError('postgres://u:canary:x:y@h', new Error('Invalid URL')).message,
  ).not.toContain('canary');
});
