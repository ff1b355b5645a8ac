import { parseArgs } from 'node:util';
import { seed, sizeOf } from './data.ts';
import { startDatabase, untilSwept } from './database.ts';
import { KINDS } from './documents/kinds.ts';
import { hangUp, sendAll } from './documents/send.ts';
import { childMegabytes, residentMegabytes } from './processes.ts';
import { circumstances, say, table, whole } from './report.ts';
import { PEPPER, startServer } from './server.ts';

// What many documents, of which no two are alike, leave in memory: here, and in the connections of
// PostgreSQL. `npm run bench -- documents --count 20000 --times 3`, all kinds together.

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20000' },
    times: { type: 'string', default: '3' },
    scale: { type: 'string', default: '0.01' },
  },
});
const times = Number(values.times);
const each = { count: Math.ceil(Number(values.count) / KINDS.length), times };

const database = await startDatabase();
try {
  await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  const { url, pid, stop } = await startServer(database.url);
  await untilSwept(database.client);
  say(`${circumstances('its own client')}, ${each.count} documents of each kind, ${times} times`);
  const memory = () => [residentMegabytes(pid), whole(childMegabytes(database.postmaster))];
  const rows: unknown[][] = [['at rest', ...memory()]];
  // As many requests with few documents: their garbage is not what is measured.
  for (const { what: _, ...kind } of KINDS) {
    const few = { ...kind, what: '', make: () => kind.make(0) };
    await sendAll(url, few, each);
  }
  rows.push(['the same load with one document of each kind', ...memory()]);
  for (const kind of KINDS) {
    const answer = await sendAll(url, kind, each);
    process.stderr.write(`${kind.what}: ${answer.slice(0, 160)}\n`);
    rows.push([kind.what, ...memory()]);
  }
  say(table(['memory after', 'server MB', 'PostgreSQL MB, without shared memory'], rows));
  await stop();
} finally {
  hangUp();
  await database.stop();
}
