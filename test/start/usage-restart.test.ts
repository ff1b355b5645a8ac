import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbedded } from '../../src/data/embedded/embedded.ts';
import { query } from '../database/scratch.ts';
import { openWire, type Wire } from '../gateway/wire.ts';
import { until } from '../http/raw-connection.ts';
import { mintKeys, type NodeKey, nodeEnv } from './nodes.ts';
import { build, type Running, start } from './process.ts';

// Machines are restarted as a whole: the service is told to stop while its database is down.

const KEYS = 20;
const CLIENTS = 8;

const dataDir = mkdtempSync(join(tmpdir(), 'latchkey-restart-'));
let postgres: EmbeddedPostgres;
let wire: Wire;
beforeAll(async () => {
  build();
  postgres = await startEmbedded({ dataDir });
  wire = await openWire(postgres.url);
});
afterAll(async () => {
  await wire.cut();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

it('no count is lost when PostgreSQL is restarted at the moment of a SIGTERM', async () => {
  const node = await start({ env: nodeEnv(wire.url) });
  const answered = new Map<string, number>();
  const keys = await mintKeys(node, KEYS);
  const stop = new AbortController();
  const load = Array.from({ length: CLIENTS }, () =>
    client({ node, keys, answered, stop: stop.signal }),
  );
  await until(() => answered.size === KEYS);

  // The service waits for a few seconds only: the database comes back within them on any machine.
  stop.abort();
  await postgres.stop();
  await wire.cut();
  postgres = await startEmbedded({ dataDir });
  const ended = node.end('SIGTERM');
  await until(() => node.output().includes('background work failed'));
  await wire.mend(postgres.url);

  expect(await ended).toBe(0);
  await Promise.all(load);
  const rows = await query(postgres.url, 'select token_id, requests from token_usage_days');
  const counted = rows.map(({ token_id, requests }) => [String(token_id), Number(requests)]);
  expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(answered));
  expect(node.output()).not.toContain('are lost');
});

type Load = {
  readonly node: Running;
  readonly keys: readonly NodeKey[];
  readonly answered: Map<string, number>;
  readonly stop: AbortSignal;
};

/** Asks until it is told to stop; what was asked by then is waited for. */
async function client({ node, keys, answered, stop }: Load): Promise<void> {
  for (let turn = 0; !stop.aborted; turn += 1) {
    const { id, text } = keys[turn % keys.length] as NodeKey;
    // Connections that are kept would hold the stop up until the database is back.
    const headers = { 'x-api-key': text, connection: 'close' };
    const ask = async () => {
      const response = await fetch(`${node.url}/auth/me`, { headers });
      await response.arrayBuffer();
      return response.status;
    };
    // A connection that breaks is no answer.
    if ((await ask().catch(() => null)) !== 200) continue;
    answered.set(String(id), (answered.get(String(id)) ?? 0) + 1);
  }
}
