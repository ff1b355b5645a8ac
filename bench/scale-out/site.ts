import pg from 'pg';
import { startPgBouncer } from '../../test/support/pgbouncer.ts';
import { freePort } from '../../test/support/ports.ts';
import { createReplicatedPostgres } from '../../test/support/replicated-postgres.ts';
import { type Running, startServer } from '../server.ts';
import { startBalancer } from './balancer.ts';

/** Two processes of the service, a primary, a replica, PgBouncer and HAProxy, on free ports of loopback. */
export type Site = {
  /** Of the balancer. */
  readonly url: string;
  readonly services: readonly Running[];
  /** The settings of the service, for its commands. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends the primary without a word, and puts the replica into its place, as an operator does by hand. */
  readonly failOver: () => Promise<void>;
  /** On the server that is the primary now, as a superuser. */
  readonly query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
  readonly stop: () => Promise<void>;
};

export async function startSite(programs: string): Promise<Site> {
  const postgres = await createReplicatedPostgres({ programs });
  const { primary, replica } = postgres;
  await postgres.makeSynchronous();
  const pooler = await startPgBouncer(primary.url);
  const ports = [await freePort(), await freePort()];
  const balancer = await startBalancer({
    services: ports,
    primary: new URL(primary.url).port,
    replica: new URL(replica.url).port,
  });
  let superuserUrl = primary.superuserUrl;
  const at = (port: number) => Object.assign(new URL(primary.url), { port: String(port) }).href;
  const env = {
    DATABASE_URL: `${at(pooler.port)}?pgbouncer=true`,
    DATABASE_DIRECT_URL: at(balancer.databasePort),
    DATABASE_REPLICA_URL: replica.url,
    // All load comes from one address, much of it with keys that were revoked.
    GUESS_LIMIT: '0',
    RATE_LIMIT_ADMIN_KEY: '0',
    CONNECTIONS_PER_ADDRESS: '0',
    TRUST_PROXY: 'loopback',
    LOG_REQUESTS: 'false',
  };
  const services: Running[] = [];
  for (const port of ports)
    services.push(await startServer(env.DATABASE_URL, { ...env, PORT: String(port) }));

  return {
    url: balancer.url,
    services,
    env,
    query: async <Row extends object>(text: string, values: unknown[] = []) => {
      const client = new pg.Client({ connectionString: superuserUrl });
      await client.connect();
      try {
        return (await client.query<Row>(text, values)).rows;
      } finally {
        await client.end();
      }
    },
    failOver: async () => {
      await primary.end('SIGKILL');
      superuserUrl = replica.superuserUrl;
      const client = new pg.Client({ connectionString: superuserUrl });
      await client.connect();
      await client.query('select pg_promote()');
      await client.end();
      pooler.pointTo(replica.url);
    },
    stop: async () => {
      await Promise.all(services.map(({ stop }) => stop()));
      await pooler.stop();
      await balancer.stop();
      await postgres.remove();
    },
  };
}
