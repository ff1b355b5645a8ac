import { onTestFinished, vi } from 'vitest';
import { query } from '../database/scratch.ts';
import { freePort } from '../support/ports.ts';
import { debianBinDir } from '../support/postgres.ts';
import {
  createReplicatedPostgres,
  type ReplicatedPostgres,
} from '../support/replicated-postgres.ts';
import { examine, type Situation, type Start } from './situation.ts';

const programs = debianBinDir();
const isPossible = programs !== null;
let postgres: Promise<ReplicatedPostgres> | null = null;

/** One for all situations. */
function replicated(): Promise<ReplicatedPostgres> {
  postgres ??= createReplicatedPostgres({ programs: programs ?? '' });
  return postgres;
}

export async function removeReplicated(): Promise<void> {
  await (await postgres)?.remove();
}

type Addresses = { readonly primary: string; readonly replica: string };

const settings = (addresses: (at: Addresses) => Addresses) => async (): Promise<Start> => {
  const { primary, replica } = await replicated();
  const at = addresses({ primary: primary.url, replica: replica.url });
  return { env: { DATABASE_URL: at.primary, DATABASE_REPLICA_URL: at.replica } };
};
const follows = settings((at) => at);

const SITUATIONS: readonly Situation[] = [
  {
    what: 'a replica that follows',
    finds: ['ok', 'replica', /It follows the primary, \d+ bytes behind/],
    start: follows,
  },
  {
    what: 'a replica that is away',
    finds: ['warn', 'replica', /does not respond/],
    remedy: /Start the replica/,
    start: async () => {
      const port = String(await freePort());
      return await settings(({ primary, replica }) => ({
        primary,
        replica: Object.assign(new URL(replica), { port }).href,
      }))();
    },
  },
  {
    what: 'a replica that refuses the password',
    finds: ['warn', 'replica', /DATABASE_REPLICA_URL/],
    start: settings(({ primary, replica }) => ({
      primary,
      replica: Object.assign(new URL(replica), { password: 'wrong' }).href,
    })),
  },
  {
    what: 'a replica that is the primary',
    finds: ['warn', 'replica', /takes writes: it was promoted, or is the primary itself/],
    remedy: /^Set it to a streaming replica/,
    start: settings(({ primary }) => ({ primary, replica: primary })),
  },
  {
    what: 'a replica that is another database',
    finds: ['warn', 'replica', /is of another database of the cluster/],
    start: settings(({ primary, replica }) => ({
      primary,
      replica: Object.assign(new URL(replica), { pathname: '/postgres' }).href,
    })),
  },
  {
    what: 'a primary that does not say its position',
    finds: ['warn', 'replica', /The position of the primary cannot be read \(42501\)/],
    remedy: /pg_control_system\(\)/,
    start: async () => {
      const { primary } = await replicated();
      const right = 'execute on function pg_control_system()';
      await query(primary.superuserUrl, `revoke ${right} from public`);
      onTestFinished(async () => {
        await query(primary.superuserUrl, `grant ${right} to public`);
      });
      return await follows();
    },
  },
  {
    what: 'a replica that lags',
    finds: ['warn', 'replica', /It is \d+ bytes and \d+ s behind the primary/],
    remedy: /pg_is_wal_replay_paused\(\)/,
    start: async () => {
      const { primary, replica } = await replicated();
      await query(replica.superuserUrl, 'select pg_wal_replay_pause()');
      onTestFinished(async () => {
        await query(replica.superuserUrl, 'select pg_wal_replay_resume()');
      });
      await query(primary.superuserUrl, 'create table late (id int); drop table late');
      const start = await follows();
      await vi.waitUntil(async () => await isBehind(start), { timeout: 60_000, interval: 1_000 });
      return start;
    },
  },
];

export const REPLICA_SITUATIONS = SITUATIONS.map((one): Situation => ({ ...one, isPossible }));

/** From ten seconds on, it counts as far behind. */
async function isBehind({ env = {} }: Start): Promise<boolean> {
  const checks = await examine({ env: { ...env, ADMIN_API_TOKEN: 'x' } });
  return checks.some(({ name, verdict }) => name === 'replica' && verdict === 'warn');
}
