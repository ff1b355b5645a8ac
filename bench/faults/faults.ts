import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Stage, StageKind } from './stage.ts';

export type Fault = {
  readonly name: string;
  readonly on: StageKind;
  readonly strike: (stage: Stage) => Promise<void>;
  /** What an operator does then; nothing where the service gets over it by itself. */
  readonly heal: (stage: Stage) => Promise<void>;
  /** Connections of clients may end without an answer: it is our own process that is hit. */
  readonly hangsUp?: true;
  /** Nobody needs to notice. */
  readonly isQuiet?: true;
  /** What is left is another installation: each round needs a new one. */
  readonly isFinal?: true;
};

const NOTHING = () => Promise.resolve();

const restart = (name: string, signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Fault => ({
  name,
  on: 'plain',
  strike: ({ postgres }) => postgres.end(signal),
  heal: ({ postgres }) => postgres.start(),
});

const fillers: pg.Client[] = [];

/** Every kind of fault, once. */
export const FAULTS: readonly Fault[] = [
  restart('fast shutdown of the database', 'SIGINT'),
  restart('immediate shutdown of the database', 'SIGQUIT'),
  restart('kill of the postmaster', 'SIGKILL'),
  {
    name: 'all backends terminated',
    on: 'plain',
    isQuiet: true,
    strike: async ({ query }) => {
      await query(`select pg_terminate_backend(pid) from pg_stat_activity
        where application_name like 'latchkey%' and pid <> pg_backend_pid()`);
    },
    heal: NOTHING,
  },
  {
    name: 'kill -9 of one backend',
    on: 'plain',
    isQuiet: true,
    strike: async ({ query }) => {
      const [backend] = await query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'latchkey' limit 1`,
      );
      if (backend !== undefined) process.kill(backend.pid, 'SIGKILL');
    },
    heal: NOTHING,
  },
  {
    name: 'stalled database (SIGSTOP)',
    on: 'plain',
    strike: async ({ postgres }) => postgres.freeze(),
    heal: async ({ postgres }) => postgres.thaw(),
  },
  {
    name: 'read-only database',
    on: 'plain',
    strike: async ({ query }) => setReadOnly(query, 'on'),
    heal: async ({ query }) => setReadOnly(query, 'off'),
  },
  { name: 'no connections left', on: 'plain', strike: takeAllConnections, heal: giveThemBack },
  {
    name: 'connections cut',
    on: 'plain',
    strike: ({ wire }) => wire.cut(),
    heal: ({ wire }) => wire.mend(),
  },
  {
    name: 'silent network',
    on: 'plain',
    strike: async ({ wire }) => wire.silence(),
    heal: ({ wire }) => wire.mend(),
  },
  {
    name: 'clock an hour ahead, and back',
    on: 'plain',
    isQuiet: true,
    strike: async ({ service }) => void process.kill(service().pid, 'SIGUSR2'),
    heal: async ({ service }) => void process.kill(service().pid, 'SIGUSR2'),
  },
  {
    name: 'kill of the service',
    on: 'plain',
    hangsUp: true,
    strike: ({ killService }) => killService(),
    heal: ({ startService }) => startService(),
  },
  {
    name: 'full disk',
    on: 'small disk',
    strike: async ({ disk }) => fill(disk ?? ''),
    heal: async ({ disk, postgres }) => {
      rmSync(join(disk ?? '', FILLER));
      // The server ends itself where it cannot write ahead; whoever runs it starts it again.
      await postgres.end('SIGQUIT');
      await postgres.start();
    },
  },
  {
    name: 'restart of PgBouncer',
    on: 'pooler',
    isQuiet: true,
    strike: ({ pooler }) => pooler?.restart() ?? NOTHING(),
    heal: NOTHING,
  },
  {
    name: 'failover to the replica',
    on: 'replica',
    isFinal: true,
    strike: ({ postgres }) => postgres.end('SIGKILL'),
    heal: async ({ replica, wire, query, moveTo }) => {
      if (replica === null) return;
      moveTo(replica.superuserUrl);
      await query('select pg_promote()');
      await wire.mend(replica.url);
    },
  },
];

async function setReadOnly(query: Stage['query'], value: 'on' | 'off'): Promise<void> {
  await query(`alter system set default_transaction_read_only = ${value}`);
  await query('select pg_reload_conf()');
}

/** Takes what is free, and what the service lets go of when its connections are ended. */
async function takeAllConnections({ postgres, query }: Stage): Promise<void> {
  // One that is only being opened is not in `pg_stat_activity`: whoever has all of them knows it by their number.
  const [row] = await query<{ most: number }>(`select current_setting('max_connections')::int
    - current_setting('superuser_reserved_connections')::int
    - coalesce(current_setting('reserved_connections', true)::int, 0) as most`);
  while (fillers.length < (row?.most ?? 0)) {
    // Several at once: the service tries to get one, too.
    const attempts = Array.from({ length: 8 }, () => takeOne(postgres.url));
    if ((await Promise.all(attempts)).includes(true)) continue;
    await query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'latchkey%'`,
    );
  }
}

async function takeOne(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, application_name: 'filler' });
  client.on('error', () => {});
  try {
    await client.connect();
    fillers.push(client);
    return true;
  } catch {
    return false;
  }
}

async function giveThemBack(): Promise<void> {
  await Promise.all(fillers.splice(0).map((client) => client.end().catch(() => {})));
}

const FILLER = 'filler';

/** Until there is no room left at all. */
function fill(disk: string): void {
  const block = Buffer.alloc(1_048_576);
  for (let size = block.length; size >= 4_096; ) {
    try {
      writeFileSync(join(disk, FILLER), block.subarray(0, size), { flag: 'a' });
    } catch {
      size /= 2;
    }
  }
}
