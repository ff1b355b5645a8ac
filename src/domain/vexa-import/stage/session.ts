import sql, { raw } from 'sql-template-tag';
import type { App } from '../../../core/app.ts';
import type { Rows } from '../../../data/database.ts';
import { codeOf } from '../../../data/errors.ts';
import { outsideErasures } from '../../users/erased.ts';
import type { Id } from '../source/batches.ts';
import { type Ledger, rowStates } from './ledger.ts';
import { findSource } from './progress.ts';

/** Runs one batch's work in a transaction that takes it over whole, or not at all. */
export type InBatch = <Result>(work: (rows: Rows) => Promise<Result>) => Promise<Result>;

const MOST_TRIES = 5;
/** Two writers in each other's way, or somebody else who was first with an address or a number. */
const TRANSIENT = /^(40001|40P01|23505|55P03)$/;

/** Tries again what failed for no fault of its own. */
export function retrying(app: App): InBatch {
  return async (work) => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await app.db.transaction(async (rows) => {
          await settle(rows);
          return await work(rows);
        });
      } catch (error) {
        if (tries === MOST_TRIES || !TRANSIENT.test(codeOf(error))) throw error;
      }
    }
  };
}

/** The same for what is written: not while a user is erased, which may take minutes. @throws StoppedError */
export function writeBatches(inBatch: InBatch, signal?: AbortSignal): InBatch {
  return (work) => outsideErasures(inBatch, work, signal);
}

/**
 * A table grows from nothing to millions under one prepared statement: what was the best plan for
 * the first batch would be the worst for the last. And this is no request that somebody waits for.
 */
async function settle(rows: Rows): Promise<void> {
  await rows(sql`
    select set_config('plan_cache_mode', 'force_custom_plan', true),
      set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true),
      set_config('statement_timeout', '60s', true),
      set_config('idle_in_transaction_session_timeout', '0', true)`);
}

export function realLedger({ vault }: App, sourceId: Id): Ledger {
  const states = rowStates(vault);
  return { sourceId, entries: raw('imported_rows'), people: raw('users'), states };
}

/**
 * Everything in one transaction that may write to no table but its own temporary ones, which the
 * database itself sees to. It holds no lock that anybody waits for.
 */
export function rehearse<Result>(
  app: App,
  name: string,
  work: (inBatch: InBatch, ledger: Ledger) => Promise<Result>,
): Promise<Result> {
  return app.db.transaction(async (rows) => {
    await settle(rows);
    const sourceId = await findSource(rows, name);
    await rows(sql`
      create temporary table rehearsed_rows on commit drop as
      select * from imported_rows where source_id = ${raw(sourceId)}`);
    await rows(sql`create unique index on pg_temp.rehearsed_rows (source_id, kind, foreign_id)`);
    await rows(sql`
      create temporary table rehearsed_people on commit drop as
      select id, email_folded, deleted_at, role from users`);
    await rows(sql`create index on pg_temp.rehearsed_people (email_folded)`);
    await rows(sql`create index on pg_temp.rehearsed_people (id)`);
    await rows(sql`set transaction read only`);
    const ledger = {
      sourceId,
      entries: raw('pg_temp.rehearsed_rows'),
      states: rowStates(app.vault),
      people: raw('pg_temp.rehearsed_people'),
    };
    return await work((inBatch) => inSavepoint(rows, inBatch), ledger);
  });
}

/** A batch that fails may be tried in parts. */
async function inSavepoint<Result>(
  rows: Rows,
  work: (rows: Rows) => Promise<Result>,
): Promise<Result> {
  await rows(sql`savepoint batch`);
  try {
    return await work(rows);
  } catch (error) {
    await rows(sql`rollback to savepoint batch`);
    throw error;
  } finally {
    await rows(sql`release savepoint batch`);
  }
}
