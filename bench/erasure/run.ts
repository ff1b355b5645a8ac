import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { startDatabase } from '../database.ts';
import { circumstances, fixed, percentile, say, table, whole } from '../report.ts';
import { startServer } from '../server.ts';
import { fill, PERSON } from './data.ts';
import { beginWaits, mutate, type Wait } from './waits.ts';

// How long the erasure of a person with many events and meetings takes, and who waits for it:
// `npm run bench -- erasure --events 2000000 --meetings 100000`. Every second event is the person's.

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '200000' },
    meetings: { type: 'string', default: '10000' },
    /** Of a hundred events, how many are about a user; the others are what one did. */
    about: { type: 'string', default: '10' },
  },
});

const database = await startDatabase();
try {
  const first = await startServer(database.url);
  await first.stop();
  await fill(database.client, {
    events: Number(values.events),
    meetings: Number(values.meetings),
    aboutShare: Number(values.about),
  });
  const server = await startServer(database.url);
  try {
    const waits = beginWaits(server, database.url);
    await pause(2_000);
    const before = waits.megabytes();
    const since = performance.now();
    const id = encodeId('User', PERSON.number);
    const isAnswered = await mutate(
      server.url,
      `eraseUser(input: {user: {id: "${id}"}, confirmEmail: "${PERSON.email}"}) { __typename }`,
    );
    const answered = (performance.now() - since) / 1_000;
    const isErased = await untilErased(database.client);
    const seconds = (performance.now() - since) / 1_000;
    const all = await waits.stop();
    say(
      `${circumstances('one of each')}; ${values.events} events, ${values.meetings} meetings\n\n` +
        `erased: ${isErased}, after ${fixed(seconds)} s; answered: ${isAnswered}, after ${fixed(answered)} s; ` +
        `memory: ${before} MB before, ${waits.megabytes()} MB at most\n`,
    );
    say(tableOf(all));
  } finally {
    await server.stop();
  }
} finally {
  await database.stop();
}

/** It goes on when its request has been answered that it takes too long. */
async function untilErased(client: pg.Client): Promise<boolean> {
  for (;;) {
    const { rows } = await client.query(
      `select exists (select from erasures) as done, exists (select from pg_stat_activity
         where datname = current_database() and xact_start < now() - interval '1 second'
           and pid <> pg_backend_pid() and backend_type = 'client backend') as "isBusy"`,
    );
    if (rows[0]?.done === true) return true;
    if (rows[0]?.isBusy !== true) return false;
    await pause(100);
  }
}

function tableOf(waits: readonly Wait[]): string {
  const names = [...new Set(waits.map(({ name }) => name))];
  const rows = names.map((name) => {
    const own = waits.filter((one) => one.name === name);
    const times = own.map(({ ms }) => ms);
    return [
      name,
      own.length,
      whole(percentile(times, 0.5)),
      whole(percentile(times, 0.99)),
      whole(Math.max(...times)),
      own.filter(({ isRefused }) => isRefused).length,
    ];
  });
  return table(['meanwhile', 'times', 'p50 ms', 'p99 ms', 'longest ms', 'failed'], rows);
}
