import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { seedKey } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { SHORT_CUTS } from '../support/short-cuts.ts';
import { type Difference, play } from './play-reports.ts';
import { pauses, type Sequence, sequence } from './random-reports.ts';
import { Reference } from './reference-reports.ts';
import type { Player } from './sent-reports.ts';
import { compareOwn, compareShown } from './shown-reports.ts';
import { shrunk } from './shrink-reports.ts';
import { compareStored } from './stored-reports.ts';

const SEED = 20_261_127;
const BATCHES = SHORT_CUTS === 'true' ? 3 : 1;
/** Sequences that run at once, on one clock. */
const SEQUENCES = 40;
const ACTS = 10;

let now = Date.UTC(2026, 5, 1, 12);
let server: TestServer;
let serial = 0;

beforeAll(async () => {
  server = await startServer({ clock: () => new Date(now) });
});
afterAll(() => server.stop());

async function playerOf({ maxBots, isUser }: Sequence): Promise<Player> {
  serial += 1;
  const email = `bots-${serial}@example.com`;
  const [user] = await server.db.rows<{ id: bigint }>(
    sql`insert into users (email, max_concurrent_bots) values (${email}, ${maxBots}) returning id`,
  );
  const userId = Number(user?.id);
  const nodeId = encodeId('User', BigInt(userId));
  const seeded = { id: nodeId, databaseId: userId, email };
  const headers: Record<string, string> = isUser
    ? { 'x-api-key': (await seedKey(server, seeded, { scopes: ['BOT', 'TX'] })).secret }
    : { 'x-admin-api-key': server.adminKey };
  return { userId, nodeId, headers, reference: new Reference(maxBots), ids: [], sent: [] };
}

/** Plays sequences side by side; of each, where the service first differs from the reference. */
async function run(
  sequences: readonly Sequence[],
  steps: readonly number[],
): Promise<readonly (Difference | null)[]> {
  const players = await Promise.all(sequences.map(playerOf));
  const differences: (Difference | null)[] = players.map(() => null);
  const each = async (work: (player: Player, place: number) => Promise<Difference | null>) => {
    await Promise.all(
      players.map(async (player, place) => {
        differences[place] ??= await work(player, place);
      }),
    );
  };
  for (const [turn, step] of steps.entries()) {
    now += step;
    await each(async (player, place) => {
      const act = sequences[place]?.acts[turn];
      const difference = act ? await play(server, player, act, now) : null;
      return difference && { ...difference, turn };
    });
  }
  await each((player) => compareStored(server, player));
  await each((player) => compareShown(server, player));
  await each((player) => compareOwn(server, player));
  return differences;
}

describe('reports of bots, in whatever order and by whatever clock', () => {
  it('become what their descriptions say', async () => {
    const all = fc.sample(
      fc.tuple(
        pauses(ACTS),
        fc.array(sequence(ACTS), { minLength: SEQUENCES, maxLength: SEQUENCES }),
      ),
      { seed: SEED, numRuns: BATCHES },
    );
    for (const [batch, [steps, sequences]] of all.entries()) {
      const differences = await run(sequences, steps);
      const failed = sequences[differences.findIndex((difference) => difference !== null)];
      if (failed === undefined) continue;
      const { smallest, difference } = await shrunk(failed, async (one) => {
        const [found] = await run([one], steps);
        return found ?? null;
      });
      const count = differences.filter((one) => one !== null).length;
      const where = `seed ${SEED}, batch ${batch}, ${count} of ${SEQUENCES} sequences`;
      expect.fail(`${where}: ${JSON.stringify({ smallest, steps, difference }, null, 1)}`);
    }
  });
});
