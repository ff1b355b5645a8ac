import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** One node of a plan, as PostgreSQL tells it. */
export type PlanNode = {
  readonly 'Node Type': string;
  readonly 'Join Type'?: string;
  readonly Operation?: string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
};

/** A statement that ran, with the plan that it ran by. */
export type Explained = {
  readonly text: string;
  readonly plan: PlanNode;
  /** The connection's process. */
  readonly pid: number;
};

/** For a PostgreSQL that is to write down the plan of each statement, once `explainAll` says so. */
export const EXPLAINING = {
  shared_preload_libraries: 'auto_explain',
  logging_collector: 'on',
  log_destination: 'jsonlog',
  log_rotation_size: '0',
  log_rotation_age: '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  // What triggers do, checks of foreign keys among it.
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_parameter_max_length': '0',
};

/** From the next connection on. */
export async function explainAll(client: pg.Client): Promise<void> {
  await client.query(
    `do $$ begin execute format('alter database %I set auto_explain.log_min_duration = 0', current_database()); end $$`,
  );
}

/** The log is written by a process of its own, a moment later. */
const LOG_MS = 400;

/** What the service's connections ran meanwhile, in the order of its end. */
export async function explained(
  client: pg.Client,
  work: () => Promise<unknown>,
): Promise<Explained[]> {
  await sleep(LOG_MS);
  const begin = await logSize(client);
  await work();
  await sleep(LOG_MS);
  const { rows } = await client.query<{ text: string }>(
    `select pg_read_file(pg_current_logfile('jsonlog'), $1::bigint, $2::bigint - $1::bigint) as text`,
    [begin, await logSize(client)],
  );
  return (rows[0]?.text ?? '').split('\n').filter(Boolean).flatMap(readLine);
}

async function logSize(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ size: string }>(
    `select size::text from pg_stat_file(pg_current_logfile('jsonlog'))`,
  );
  return rows[0]?.size ?? '0';
}

type LogLine = {
  readonly application_name?: string;
  readonly pid: number;
  readonly message: string;
};
type Told = { readonly 'Query Text': string; readonly Plan: PlanNode };

function readLine(line: string): Explained[] {
  const { application_name: from, pid, message } = JSON.parse(line) as LogLine;
  const json = message.split('plan:\n')[1];
  if (from !== 'latchkey' || json === undefined) return [];
  const { 'Query Text': text, Plan: plan } = JSON.parse(json) as Told;
  return [{ text: text.replaceAll(/\s+/g, ' ').trim(), plan, pid }];
}
