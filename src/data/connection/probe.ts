import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { fairLine } from '../../core/request/fair-queue.ts';
import { outsideRequestScope } from '../../core/request/scope.ts';
import type { Rows } from '../database.ts';
import { ConnectError, isOfStatement } from '../errors.ts';
import { answeredWithin } from '../silence.ts';
import { cut } from './cut.ts';
import { runWith } from './run-with.ts';
import { connectionSettings } from './session-settings.ts';

/** A connection that serves no request: it finds out whether the database answers. */
export type Probe = {
  /**
   * Runs one statement, one at a time. A kept connection that is silent or broken is replaced once.
   * @throws what the database says, or why nothing came from it; ConnectError where it lets nobody in
   */
  readonly rows: Rows;
  /** Asks on a new connection the next time: the address may lead to another server by now. */
  readonly renew: () => void;
  readonly close: () => void;
};

/** A connection that was kept may be long dead without anybody having said so. */
const KEPT_MS = 300;
const FRESH_MS = 1_000;

type Connection = { readonly client: pg.Client; readonly ready: Promise<unknown> };

export function openProbe(url: string): Probe {
  const line = fairLine({ atOnce: 1, perCaller: 1 });
  const settings = connectionSettings(url, 'latchkey health', {
    statement_timeout: String(FRESH_MS),
  });
  let kept: Connection | null = null;
  let isOutdated = false;

  function open(): Connection {
    const client = new pg.Client({ ...settings.config, keepAlive: true });
    client.on('error', () => drop(own));
    const own = { client, ready: client.connect().catch(refuse) };
    kept = own;
    return own;
  }

  function drop(own: Connection | null): void {
    if (own === null) return;
    if (kept === own) kept = null;
    cut(own.client);
  }

  async function ask<Row>(own: Connection, { text, values }: Sql, limitMs: number): Promise<Row[]> {
    const answer = own.ready.then(() => runWith(own.client, settings, { text, values }));
    try {
      return (await answeredWithin(limitMs, answer)).rows as Row[];
    } catch (error) {
      if (!isOfStatement(error)) drop(own);
      throw error;
    }
  }

  return {
    rows: <Row>(statement: Sql) =>
      outsideRequestScope(() =>
        line.run(async () => {
          if (isOutdated) drop(kept);
          isOutdated = false;
          const own = kept;
          if (own === null) return await ask<Row>(open(), statement, FRESH_MS);
          return await ask<Row>(own, statement, KEPT_MS).catch((error: unknown) => {
            if (isOfStatement(error)) throw error;
            return ask<Row>(open(), statement, FRESH_MS);
          });
        }),
      ),
    renew: () => {
      isOutdated = true;
    },
    close: () => drop(kept),
  };
}

function refuse(reason: unknown): never {
  throw new ConnectError(reason);
}
