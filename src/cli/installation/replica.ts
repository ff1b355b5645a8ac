import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { explainConnectionError } from '../../data/connection/connect-error.ts';
import {
  CURRENT_POSITION,
  mismatch,
  type Position,
  type ReplicaState,
  replicaState,
} from '../../data/connection/replica-position.ts';
import { runWith } from '../../data/connection/run-with.ts';
import { connectionSettings } from '../../data/connection/session-settings.ts';
import { codeOf } from '../../data/errors.ts';
import { type InstallationCheck, ok, warn } from './check.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const NAME = 'replica';
/** What a replica that keeps up may be behind at any moment. */
const FAR_SECONDS = 10;

/** Whether the replica may answer reads for the primary. */
export async function checkReplica(primary: string, url: string): Promise<InstallationCheck> {
  let position: Position;
  try {
    position = await ask<Position>(primary, CURRENT_POSITION);
  } catch (error) {
    return noPosition(primary, error);
  }
  try {
    return verdictOf(await ask<ReplicaState>(url, replicaState(position)), position);
  } catch (error) {
    const { message } = explainConnectionError(url, error);
    return warn(
      NAME,
      message.replaceAll('DATABASE_URL', 'DATABASE_REPLICA_URL'),
      `Start the replica, or correct its address. ${UNUSED}`,
    );
  }
}

function noPosition(primary: string, error: unknown): InstallationCheck {
  const code = codeOf(error);
  if (code !== NO_RIGHT)
    return warn(NAME, explainConnectionError(primary, error).message, `Try again. ${UNUSED}`);
  return warn(
    NAME,
    `The position of the primary cannot be read (${code}).`,
    `Let the role of the service execute pg_control_system() and pg_current_wal_flush_lsn(), which is the default. ${UNUSED}`,
  );
}

const NO_RIGHT = '42501';
const UNUSED = 'Until this is corrected, the primary answers all reads.';

function verdictOf(state: ReplicaState, position: Position): InstallationCheck {
  const problem = mismatch(state, position);
  if (problem !== null)
    return warn(
      NAME,
      `The server in DATABASE_REPLICA_URL ${problem}.`,
      `Set it to a streaming replica that follows the primary. ${UNUSED}`,
    );
  const { isReached, secondsBehind, bytesBehind } = state;
  if (isReached || secondsBehind < FAR_SECONDS)
    return ok(NAME, `It follows the primary, ${bytesBehind} bytes behind.`);
  return warn(
    NAME,
    `It is ${bytesBehind} bytes and ${Math.round(secondsBehind)} s behind the primary.`,
    `${UNUSED} See pg_stat_replication on the primary and pg_is_wal_replay_paused() on the replica.`,
  );
}

async function ask<Row>(url: string, { text, values }: Sql): Promise<Row> {
  const settings = connectionSettings(url, 'latchkey-doctor');
  const client = new pg.Client({ ...settings.config, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A lost connection fails the statement under way. Unheard, the event would end the process.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await runWith(client, settings, { text, values });
    return rows[0] as Row;
  } finally {
    await client.end().catch(() => {});
  }
}
