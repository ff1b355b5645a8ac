import { setTimeout as pause } from 'node:timers/promises';
import { startWriters, type Writers } from '../../test/support/writers.ts';
import { median, table } from '../report.ts';
import { ADMIN_KEY } from '../server.ts';
import type { Fault } from './faults.ts';
import type { Stage } from './stage.ts';

export type FaultResult = {
  readonly name: string;
  readonly rounds: number;
  readonly acknowledged: number;
  readonly lost: number;
  /** Answers by status; a 503 that does not say when to come back is apart. */
  readonly statuses: ReadonlyMap<string, number>;
  /** Requests that got no answer. */
  readonly hungUp: number;
  /** From the end of the fault until the next write was acknowledged. */
  readonly msToRecovery: readonly number[];
};

const WRITERS = 8;

/** Writers before, during and after a fault. */
export async function runFault(
  fault: Fault,
  rounds: number,
  stageFor: () => Promise<Stage>,
): Promise<FaultResult> {
  const statuses = new Map<string, number>();
  const msToRecovery: number[] = [];
  let [acknowledged, lost, hungUp] = [0, 0, 0];
  for (let round = 0; round < rounds; round += 1) {
    const stage = await stageFor();
    const writers = startWriters({ url: stage.service().url, adminKey: ADMIN_KEY }, WRITERS);
    await untilAcknowledged(writers, WRITERS);
    await fault.strike(stage);
    await untilFelt(writers, fault);
    await fault.heal(stage);
    const healed = performance.now();
    await untilAcknowledged(writers, 1);
    msToRecovery.push(performance.now() - healed);
    await untilAcknowledged(writers, WRITERS);
    await writers.stop();
    countStatuses(statuses, writers);
    acknowledged += writers.acknowledged.length;
    lost += writers.acknowledged.length - (await countWritten(stage, writers.acknowledged));
    hungUp += writers.failures.length;
  }
  return { name: fault.name, rounds, acknowledged, lost, statuses, hungUp, msToRecovery };
}

async function untilAcknowledged({ acknowledged }: Writers, more: number): Promise<void> {
  for (const enough = acknowledged.length + more; acknowledged.length < enough; ) await pause(5);
}

/** Somebody was refused or cut off; of a fault that nobody needs to notice, everybody was answered. */
async function untilFelt(
  { answers, failures }: Writers,
  { isQuiet }: Pick<Fault, 'isQuiet'>,
): Promise<void> {
  const from = answers.length;
  const isFelt = () =>
    failures.length > 0 || answers.slice(from).some(({ status }) => status === 503);
  while (!isFelt() && !(isQuiet && answers.length >= from + 2 * WRITERS)) await pause(5);
}

async function countWritten({ query }: Stage, emails: readonly string[]): Promise<number> {
  const [row] = await query<{ count: number }>(
    'select count(*)::int as count from users where email = any($1::text[])',
    [emails],
  );
  return row?.count ?? 0;
}

function countStatuses(statuses: Map<string, number>, { answers }: Writers): void {
  for (const { status, retryAfter } of answers) {
    const name = status === 503 && retryAfter === null ? '503 without Retry-After' : `${status}`;
    statuses.set(name, (statuses.get(name) ?? 0) + 1);
  }
}

/** Whether every answer was one that clients can go on from, and what was acknowledged is there. */
export function isSound({ statuses, lost, hungUp }: FaultResult, { hangsUp }: Fault): boolean {
  const isExpected = [...statuses.keys()].every((name) => ['200', '201', '503'].includes(name));
  return isExpected && lost === 0 && (hungUp === 0 || hangsUp === true);
}

export function faultTable(results: readonly FaultResult[]): string {
  const rows = results.map(
    ({ name, rounds, acknowledged, lost, statuses, hungUp, msToRecovery }) => {
      const requests = [...statuses.values()].reduce((sum, count) => sum + count, hungUp);
      const errors = [...statuses].filter(([status]) => !status.startsWith('2'));
      const seen = [...errors, ...(hungUp > 0 ? [['no answer', hungUp] as const] : [])];
      const said = seen.map(([status, count]) => `${status}: ${count}`).join(', ') || 'none';
      return [name, rounds, requests, said, acknowledged, lost, Math.round(median(msToRecovery))];
    },
  );
  const head = ['fault', 'rounds', 'requests', 'errors by status', 'acknowledged writes', 'lost'];
  return table([...head, 'ms to recovery'], rows);
}
