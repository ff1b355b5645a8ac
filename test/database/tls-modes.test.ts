import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/data/embedded/embedded.ts';
import { openSource } from '../../src/domain/vexa-import/source/source.ts';
import { build } from '../start/process.ts';
import { runScript } from '../start/script.ts';
import { hasOpenSSL, makeCertificate } from '../support/certificates.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';

type Server = 'without TLS' | 'with TLS';

const servers = new Map<Server, EmbeddedPostgres>();
const folders = [mkdtempSync(join(tmpdir(), 'latchkey-tls-'))];
let authority = '';

beforeAll(async () => {
  build();
  const [folder = ''] = folders;
  const { certFile, keyFile } = makeCertificate(folder, 'localhost');
  authority = certFile;
  const account = serverAccount();
  chmodSync(folder, 0o755);
  chmodSync(keyFile, 0o600);
  if (account !== null) execFileSync('chown', [`${account.uid}:${account.gid}`, keyFile, certFile]);
  for (const [name, settings] of [
    ['without TLS', {}],
    ['with TLS', { ssl: 'on', ssl_cert_file: certFile, ssl_key_file: keyFile }],
  ] as const) {
    const dataDir = newDatabaseFolder('latchkey-tls-');
    folders.push(dataDir);
    servers.set(name, await startEmbedded({ dataDir, settings }));
  }
});
afterAll(async () => {
  for (const server of servers.values()) await server.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function address(server: Server, query: string): string {
  const url = servers.get(server)?.url.replace('127.0.0.1', 'localhost') ?? '';
  return `${url}?${query.replace('AUTHORITY', authority)}`;
}

describe.runIf(hasOpenSSL())('what DATABASE_URL says of TLS', () => {
  it.each<[string, Server, RegExp | null]>([
    ['', 'without TLS', null],
    ['sslmode=disable', 'without TLS', null],
    ['sslmode=prefer', 'without TLS', /does not offer TLS, which sslmode=prefer requires here\./],
    ['sslmode=require', 'without TLS', /does not offer TLS\./],
    ['sslmode=verify-ca', 'without TLS', /does not offer TLS\./],
    ['sslmode=verify-full', 'without TLS', /does not offer TLS\./],
    ['sslmode=no-verify', 'without TLS', /does not offer TLS\./],
    ['sslmode=allow', 'without TLS', /DATABASE_URL has an unknown value for sslmode; use one of/],
    ['sslmode=disable', 'with TLS', null],
    ['sslmode=no-verify', 'with TLS', null],
    ['sslmode=prefer', 'with TLS', /is not trusted\./],
    ['sslmode=require', 'with TLS', /is not trusted\./],
    ['sslmode=verify-ca', 'with TLS', /is not trusted\./],
    ['sslmode=verify-full', 'with TLS', /is not trusted\./],
    ['sslmode=prefer&sslrootcert=AUTHORITY', 'with TLS', null],
    ['sslmode=require&sslrootcert=AUTHORITY', 'with TLS', null],
    ['sslmode=verify-ca&sslrootcert=AUTHORITY', 'with TLS', null],
    ['sslmode=verify-full&sslrootcert=AUTHORITY', 'with TLS', null],
    ['sslmode=require&uselibpqcompat=true', 'with TLS', null],
  ])('%s, of a server %s, is one line or nothing', async (query, server, problem) => {
    const { code, errors } = await runScript('migrate', [], {
      NODE_ENV: 'production',
      // A blank after an address is no part of it.
      DATABASE_URL: `${address(server, query)} `,
      ADMIN_API_TOKEN: '9f2c7b04e1d85a3fc6601bd27e94a8f3',
      TOKEN_PEPPER: 'd41b09c7e2f85a3604bb1f7c9a20e86d',
    });
    if (problem === null) expect([code, errors]).toEqual([0, '']);
    else {
      expect([code, errors.split('\n').length]).toEqual([1, 2]);
      expect(errors).toMatch(problem);
    }
  });
});

describe.runIf(hasOpenSSL())('what --from says of TLS', () => {
  const encrypted = async (from: string) => {
    const source = await openSource(from);
    try {
      const [row] = await source.snapshot((query) =>
        query<{ ssl: boolean }>(sql`select ssl from pg_stat_ssl where pid = pg_backend_pid()`),
      );
      return row?.ssl;
    } finally {
      await source.close();
    }
  };

  it.each(['sslmode=prefer', 'sslmode=allow', 'ssl=prefer', 'ssl=allow'])(
    'takes what the server offers: %s',
    async (query) => {
      const driver = query.startsWith('ssl=') ? '+asyncpg' : '';
      const from = (server: Server) =>
        address(server, query).replace('postgres:', `postgres${driver}:`);
      expect(await encrypted(from('without TLS'))).toBe(false);
      expect(await encrypted(from('with TLS'))).toBe(true);
    },
  );
});
