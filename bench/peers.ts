import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import type pg from 'pg';

const FOLDER = 'bench/peers';
const MODULES = resolve('node_modules');

/** Installs the peers' own packages, and makes their database client, where that is not done yet. */
export function preparePeers(): void {
  const installed = join(FOLDER, 'node_modules/.package-lock.json');
  if (isOlder(installed, join(FOLDER, 'package-lock.json')))
    // None of these packages needs its install script.
    run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  if (isOlder(join(FOLDER, 'generated/client.ts'), join(FOLDER, 'schema.prisma')))
    run(process.execPath, [
      join(MODULES, 'prisma/build/index.js'),
      'generate',
      '--schema',
      'schema.prisma',
    ]);
}

/** The audit log that peers keep: as much as any such log has, in a table of its own. */
export async function createPeerTables(client: pg.Client): Promise<void> {
  await client.query(
    `create table peer_audit_events (id bigint generated always as identity primary key, at timestamptz(3) not null default now(),
       actor_kind text not null, action text not null, target_type text not null, target_id bigint not null, after jsonb not null);
     create index on peer_audit_events (at, id);
     create index on peer_audit_events (target_type, target_id, at);
     grant all on peer_audit_events to public`,
  );
}

function isOlder(made: string, source: string): boolean {
  return !existsSync(made) || statSync(made).mtimeMs < statSync(source).mtimeMs;
}

function run(command: string, args: readonly string[]): void {
  process.stdout.write('Preparing the peers (once) …\n');
  execFileSync(command, args, {
    cwd: FOLDER,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PATH: `${join(MODULES, '.bin')}${delimiter}${process.env['PATH']}`,
      // Generation needs no engine, but the tool would fetch one.
      PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false',
      CHECKPOINT_DISABLE: '1',
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
    },
  });
}
