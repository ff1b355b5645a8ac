import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startEmbedded } from '../src/data/embedded/embedded.ts';
import { migrate } from '../src/data/migrations/migrate.ts';
import { type Seeded, seed, sizeOf } from './data.ts';
import { EXPLAINING, type Explained, explainAll, explained } from './explained.ts';
import { describePlan, readWhole } from './plan-text.ts';
import { PEPPER, startServer } from './server.ts';
import { drawSubject, type Subject } from './subject.ts';
import { ours } from './targets/ours.ts';
import { rest } from './targets/rest.ts';
import type { Operation, Target } from './targets/target.ts';
import { readFiguresOnce } from './warm.ts';
import { WORKLOADS, type Workload } from './workloads.ts';

// How PostgreSQL goes about every statement of the workloads, as the running service sends them:
// `npm run bench -- plans --scale 1 > docs/plans.md`. Ends with 1 when a table that grows is read whole.

const { values } = parseArgs({ options: { scale: { type: 'string', default: '1' } } });

/** More than PostgreSQL plans anew on each connection, before it keeps one plan for all values. */
const WARM_UPS = 60;
/** The usage of keys is written once a second. */
const USAGE_MS = 1_500;

let serial = 0;

const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
const database = await startEmbedded({
  dataDir: folder,
  settings: { shared_buffers: '1GB', ...EXPLAINING },
});
const client = new pg.Client({ connectionString: database.superuserUrl });
try {
  await client.connect();
  await migrate({ connectionString: database.url });
  const seeded = await seed(database.url, sizeOf(Number(values.scale)), PEPPER);
  await explainAll(client);
  const server = await startServer(database.url);
  try {
    await readFiguresOnce(server.url, seeded.measuredMeetings);
    say(headOf(seeded));
    const subject = subjectOf(seeded);
    for (const workload of WORKLOADS) await report(server.url, workload, subject);
    await reportUsage(server.url, subject);
  } finally {
    await server.stop();
  }
} finally {
  await client.end();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
}

function headOf({ size }: Seeded): string {
  const { users, tokens, meetings, sessions, segments } = size;
  return `# Plans

How PostgreSQL runs each statement of the workloads in [performance.md](performance.md), with ${users} users, ${tokens} keys, ${meetings} meetings, ${sessions} sessions and ${segments} segments: the plans of the running service after ${WARM_UPS} such requests. Nodes that only pass rows on are omitted. A page is 8 KB and almost always in memory. \`npm run bench -- plans\` prints this, and fails if a growing table is scanned completely.`;
}

/** The same at each run, so that the plans of two runs can be compared. */
function subjectOf(seeded: Seeded): Subject {
  const chosen = 7;
  return {
    ...drawSubject(seeded),
    userId: Math.ceil(seeded.size.users / 2),
    heavyUserId: chosen,
    heavyKey: seeded.heavyKeys[chosen - 1] ?? '',
    meetingId: chosen,
  };
}

/** What was shown already, by its text: REST and GraphQL share most statements. */
function newOnes(shown: Set<string>, all: readonly Explained[]): Explained[] {
  return all.filter(({ text }) => {
    const isNew = !shown.has(text);
    shown.add(text);
    return isNew;
  });
}

async function report(url: string, { name, what }: Workload, subject: Subject): Promise<void> {
  say(`\n## ${name}: ${what}`);
  const shown = new Set<string>();
  for (const target of [ours, rest]) {
    const operation = target.operations[name];
    if (operation === undefined) continue;
    const statements = await statementsOf(url, operation, subject);
    sayPlans(target, statements.length, newOnes(shown, statements));
  }
}

function sayPlans({ name }: Target, count: number, fresh: readonly Explained[]): void {
  const way = name === 'rest' ? 'REST' : 'GraphQL';
  if (fresh.length === 0) say(`\n${way}: the same.`);
  else if (fresh.length < count) say(`\n${way}, in addition:`);
  else say(`\n${way}:`);
  for (const one of fresh) sayPlan(one);
}

function sayPlan(one: Explained): void {
  say(`\n${describePlan(one)}`);
  const whole = readWhole(one);
  if (whole.length === 0) return;
  process.stderr.write(`${whole.join()} scanned completely: ${one.text}\n`);
  process.exitCode = 1;
}

/** Of one request, when the service has answered many of its kind. */
async function statementsOf(
  url: string,
  operation: Operation,
  subject: Subject,
): Promise<Explained[]> {
  for (let count = 0; count < WARM_UPS; count += 1) await send(url, operation, subject);
  const background = new Set(
    (await explained(client, () => sleep(USAGE_MS))).map(({ pid }) => pid),
  );
  const all = await explained(client, () => send(url, operation, subject));
  // Some run side by side: the order of their ends says nothing.
  return all
    .filter(({ pid }) => !background.has(pid))
    .toSorted((one, other) => (one.text < other.text ? -1 : 1));
}

async function reportUsage(url: string, subject: Subject): Promise<void> {
  const { W7: operation } = ours.operations;
  if (operation === undefined) return;
  say('\n## The usage of keys, written once a second for all requests');
  const all = await explained(client, async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      await send(url, operation, subject);
      await sleep(USAGE_MS);
    }
  });
  const writes = all.filter(({ text }) => text.includes('insert into token_usage'));
  for (const one of writes.slice(-1)) sayPlan(one);
}

async function send(url: string, operation: Operation, subject: Subject): Promise<void> {
  serial += 1;
  const email = `plan-${serial}@bench.example.com`;
  const bodies: unknown[] = [];
  for (const { path, ...request } of operation.requests({ ...subject, email }))
    bodies.push(await (await fetch(url + path, request)).json());
  operation.read(...bodies);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
