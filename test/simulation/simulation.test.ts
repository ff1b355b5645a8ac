import { expect, it } from 'vitest';
import type { AuditFinding } from '../../src/domain/audit/findings.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { startServer } from '../support/server.ts';
import { checkBackup } from './backup.ts';
import { compareAll } from './compare.ts';
import { checkInvariants, workingKeys } from './invariants.ts';
import { eventually } from './patience.ts';
import { play } from './play.ts';
import { SETTINGS } from './processes.ts';
import { type Planned, plan } from './steps.ts';
import { closeWorld, createWorld, type World } from './world.ts';

// Clients of two processes on one database, with a model of what they were answered. Processes are killed and
// restarted, the database falls silent, connections break, clients hang up and repeat, requests come twice or
// at once, clocks are set. SIMULATION_SEED repeats a run, SIMULATION_STEPS sets its length.
//
// What holds, and where it is looked at:
// - after each step (`invariants.ts`): what was acknowledged is there, as the other process sees it; a key that
//   has ended is refused by the next request, at both; keys end by the one clock, wherever the clocks of hosts
//   stand; no log has the text of a key; no process has ended
// - in each answer (`send.ts`): no 500, a 503 says when to come back, no text of a key but where it is new
// - two at once are as one after the other (`play.ts`), and so is what comes twice
// - in requests that harm (`refused.ts`): keys that are none say nothing, hostile documents and bytes are refused,
//   other sites cause no change, webhooks lead nowhere inside, nobody sees what another user has
// - where the database falls silent (`clients.ts`): a process lives, is not ready, and says why
// - where a process stops (`restart.ts`): each request is answered and counted
// - in `compare` steps, because it takes longer (`compare.ts`): all users and keys; the exact count of uses, before
//   each kill, too; the audit log has each change once; no table and no metric has the text of a key; the log has
//   the id of each refused request
// - in the end: the audit log verifies, slow clients were cut off, a restored backup accepts the same keys
//
// Not here, because no step can show it: overload (`test/http/overload.test.ts` needs more load than one client
// sends), a full disk (`test/faults`: a disk of its own), the first start on an empty database and its migrations
// (`test/start/several-starts.test.ts`), safe defaults and failures of starts (`test/config`, `test/start`), how
// fast a refusal or a recovery is (`bench`: a busy machine would fail it).

const SEED = Number(process.env['SIMULATION_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const STEPS = Number(process.env['SIMULATION_STEPS'] ?? 2_000);

it(`what was acknowledged stays true over ${STEPS} steps with faults (seed ${SEED})`, async () => {
  const world = await createWorld();
  try {
    for (const [place, planned] of plan(SEED, STEPS).entries())
      await doStep(world, planned).catch((error: unknown) => {
        const what = `step ${place} of the run with SIMULATION_SEED=${SEED}: ${JSON.stringify(planned)}`;
        throw new Error(`${what}\n${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      });
    await checkEnd(world);
  } finally {
    await closeWorld(world);
  }
}, 3_600_000);

async function doStep(world: World, planned: Planned): Promise<void> {
  const worked = workingKeys(world.model);
  await play(world, planned);
  await checkInvariants(world, planned, worked);
}

async function checkEnd(world: World): Promise<void> {
  await compareAll(world);
  const { databaseUrl, model } = world;
  const server = await startServer({
    beside: { databaseUrl },
    env: SETTINGS,
    clock: () => new Date(model.now),
  });
  const { findings } = await verifyAuditLog(server.app);
  expect(findings.filter((finding) => !isOfClock(finding))).toEqual([]);
  await server.stop();
  await eventually(() =>
    expect(world.slowClients.map(({ socket }) => socket.destroyed)).not.toContain(false),
  );
  await checkBackup(world, findings.length === 0);
}

/**
 * An event that is on its way while a clock is set by a day looks held back: sealed late, or later than its
 * process knew of when it was killed.
 */
function isOfClock(finding: AuditFinding): boolean {
  return finding.kind === 'LATE' || (finding.kind === 'CHECKPOINT' && finding.what === 'OLD');
}
