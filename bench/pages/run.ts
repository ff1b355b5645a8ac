import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import type { Seeded } from '../data.ts';
import { startDatabase } from '../database.ts';
import { circumstances, median, say, table, whole } from '../report.ts';
import { ADMIN_KEY, PEPPER, startServer } from '../server.ts';
import { seedPages } from './data.ts';
import { dashboardQueries } from './documents.ts';
import { type Page, type PageQuery, pagesOf } from './pages.ts';

// How long every page of the dashboard waits for its figures, with 10,000 users and 100,000 keys:
// `npm run bench -- pages`. All queries of a page are sent at once, as a browser does.

const { values } = parseArgs({
  options: {
    scale: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
    /** Of the browser: its days are not those of UTC. */
    zone: { type: 'string', default: 'Europe/Berlin' },
  },
});
process.env['TZ'] = values.zone;

const QUERIES = dashboardQueries();
const HEAD = table(['page', 'queries', 'first ms', 'median ms', 'worst ms', 'slowest query'], []);
const run = promisify(execFile);

const database = await startDatabase();
try {
  const seeded = await seedPages(database.client, database.url, Number(values.scale));
  await summarise(database.url);
  await database.client.query('vacuum analyze');
  // What was just loaded is written out first: an installation that people look at is not in the midst of that.
  await database.client.query('checkpoint');
  const server = await startServer(database.url);
  try {
    say(`${circumstances('one browser')}\n`);
    say(HEAD);
    for (const page of pagesOf(subjectOf(seeded)).filter(({ name }) => name.includes(values.only)))
      say(`| ${(await measured(server.url, page, seeded)).join(' | ')} |`);
  } finally {
    await server.stop();
  }
} finally {
  await database.stop();
}

/** A user with 100 meetings and ten keys. */
function subjectOf({ size }: Seeded) {
  return {
    user: encodeId('User', 7n),
    email: 'user7@bench.example.com',
    token: encodeId('ApiToken', BigInt(size.users + 7)),
    meeting: encodeId('Meeting', 7n),
  };
}

type Sent = { readonly name: string; readonly ms: number };

async function measured(url: string, page: Page, seeded: Seeded): Promise<unknown[]> {
  const key = {
    admin: { 'x-admin-api-key': ADMIN_KEY },
    user: { 'x-api-key': seeded.keys[6] ?? '' },
  };
  const open = () => openPage(url, page.queries, key[page.by ?? 'admin']);
  const first = await open();
  const all: Sent[] = [];
  const times: number[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const { ms, sent } = await open();
    times.push(ms);
    all.push(...sent);
  }
  return [
    page.name,
    page.queries.length,
    whole(first.ms),
    whole(median(times)),
    whole(Math.max(...times)),
    slowestOf(all),
  ];
}

function slowestOf(all: readonly Sent[]): string {
  const medians = [...Map.groupBy(all, ({ name }) => name)].map(([name, sent]) => ({
    name,
    ms: median(sent.map(({ ms }) => ms)),
  }));
  const [slowest] = medians.toSorted((one, other) => other.ms - one.ms);
  return slowest === undefined ? '–' : `${slowest.name}, ${whole(slowest.ms)} ms`;
}

async function openPage(url: string, queries: readonly PageQuery[], key: Record<string, string>) {
  const since = performance.now();
  const sent = await Promise.all(
    queries.map(async (query): Promise<Sent> => {
      await send(url, query, key);
      return { name: query.name, ms: performance.now() - since };
    }),
  );
  return { ms: performance.now() - since, sent };
}

async function send(url: string, { name, variables }: PageQuery, key: Record<string, string>) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...key },
    body: JSON.stringify({ operationName: name, query: QUERIES.get(name), variables }),
  });
  const text = await response.text();
  if (response.status !== 200 || text.includes('"errors"'))
    throw new Error(`${name}: ${text.slice(0, 400)}`);
}

/** Figures of days that are over come from summaries, which are made in the background otherwise. */
async function summarise(databaseUrl: string): Promise<void> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, TOKEN_PEPPER: PEPPER };
  await run(process.execPath, ['dist/latchkey.js', 'analytics', 'rebuild'], { env });
}
