import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { residentMegabytes } from '../processes.ts';
import { ADMIN_KEY, type Running } from '../server.ts';

/** What others do while a person is erased. The number is that of a user whom nobody else changes. */
const MUTATIONS: Readonly<Record<string, (id: string) => string>> = {
  'change of a user': (id) => `updateUser(input: {id: "${id}", name: "Changed"}) { __typename }`,
  'legal hold': (id) =>
    `placeLegalHold(input: {user: {id: "${id}"}, reason: "case"}) { __typename }`,
  'deletion of a user': (id) => `deleteUser(input: {id: "${id}"}) { __typename }`,
};
const PAUSE_MS = 200;
/** That of src/domain/users/erased.ts, which each batch of an import shares. */
const IMPORTS = 7_270_736_915;

export type Wait = { readonly name: string; readonly ms: number; readonly isRefused: boolean };

type Waits = {
  readonly stop: () => Promise<readonly Wait[]>;
  /** The most memory that the service has had, in MB. */
  readonly megabytes: () => number;
};

/** Begins to do all of it, each again and again, and notes how long each takes. */
export function beginWaits({ url, pid }: Running, databaseUrl: string): Waits {
  const waits: Wait[] = [];
  let isOver = false;
  let most = residentMegabytes(pid);
  async function repeat(name: string, work: () => Promise<boolean>): Promise<void> {
    while (!isOver) {
      const since = performance.now();
      const isDone = await work();
      waits.push({ name, ms: performance.now() - since, isRefused: !isDone });
      await pause(PAUSE_MS);
    }
  }
  let user = 2_000;
  const mutations = Object.entries(MUTATIONS).map(([name, mutation]) =>
    repeat(name, () => {
      user += 1;
      return mutate(url, mutation(encodeId('User', BigInt(user))));
    }),
  );
  const client = new pg.Client({ connectionString: databaseUrl });
  const connected = client.connect();
  const own = repeat('batch of an import', async () => {
    await connected;
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock_shared($1)', [IMPORTS]);
    await client.query('commit');
    return true;
  });
  const watcher = new pg.Client({ connectionString: databaseUrl });
  const watching = watcher.connect();
  // Not a wait, but how old the oldest event without a place in the chain is.
  const sealing = (async () => {
    await watching;
    while (!isOver) {
      const { rows } = await watcher.query(
        `select coalesce(extract(epoch from clock_timestamp() - min(at)) * 1000, 0)::float8 as ms
         from audit_events where position is null`,
      );
      waits.push({ name: 'sealing of an event', ms: rows[0]?.ms ?? 0, isRefused: false });
      most = Math.max(most, residentMegabytes(pid));
      await pause(PAUSE_MS);
    }
  })();
  return {
    megabytes: () => most,
    stop: async () => {
      isOver = true;
      await Promise.all([...mutations, own, sealing]);
      await Promise.all([client.end(), watcher.end()]);
      return waits;
    },
  };
}

/** @returns whether it was done */
export async function mutate(url: string, mutation: string): Promise<boolean> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'x-admin-api-key': ADMIN_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ query: `mutation { ${mutation} }` }),
  }).catch((error: unknown) => new Response(String(error), { status: 599 }));
  const text = await response.text();
  const isDone = response.status === 200 && text.includes('Success"');
  if (!isDone) process.stderr.write(`${mutation.slice(0, 40)}: ${text.slice(0, 300)}\n`);
  return isDone;
}
