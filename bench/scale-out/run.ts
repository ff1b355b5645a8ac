import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_KEY } from '../server.ts';
import { ANSWER_MS, eventually } from './bounds.ts';
import { checkAll, type Findings } from './checks.ts';
import { createLedger, type Ledger, ledgerTable } from './ledger.ts';
import { mintKeys, startClients } from './load.ts';
import { type Site, startSite } from './site.ts';

export type Outcome = {
  readonly ledger: Ledger;
  readonly findings: Findings;
  /** From the end of the primary until both processes were ready on the other server. */
  readonly failoverMs: number;
  /** Reads that the replica answered before it became the primary. */
  readonly replicaReads: number;
  readonly table: string;
};

type Options = {
  /** Of PostgreSQL. */
  readonly programs: string;
  /** How long there is load before the failover, and after it again. */
  readonly halfMs: number;
  /** Is told what has begun: the whole takes the time of its load and more. */
  readonly tell?: (step: string) => void;
};

const KEYS = 20;

/** Load on a whole installation, with the loss of its primary in the middle. */
export async function runScaleOut({
  programs,
  halfMs,
  tell = () => {},
}: Options): Promise<Outcome> {
  tell('the servers start');
  const site = await startSite(programs);
  try {
    const ledger = createLedger();
    const processes = site.services.map(({ url }) => url);
    const stop = startClients(
      { balancer: site.url, processes },
      await mintKeys(site.url, KEYS),
      ledger,
    );
    tell('load before the failover');
    await pause(halfMs);
    const replicaReads = await replicaReadsOf(site);
    const begun = performance.now();
    ledger.phase = 'failover';
    tell('failover');
    await site.failOver();
    await untilWritten(site, ledger);
    const failoverMs = Math.round(performance.now() - begun);
    ledger.phase = 'after';
    tell('load after the failover');
    await pause(halfMs);
    await stop();
    const findings = await checkAll(site, ledger, tell);
    const table = ledgerTable(ledger, findings.lost.length);
    return { ledger, findings, failoverMs, replicaReads, table };
  } finally {
    await site.stop();
  }
}

/** Both processes are ready, the balancer has seen it, and somebody's write was acknowledged. */
async function untilWritten({ url, services }: Site, { emails }: Ledger): Promise<void> {
  const isReady = async (base: string) =>
    (await fetch(`${base}/health/ready`, { signal: AbortSignal.timeout(ANSWER_MS) })).status ===
    200;
  for (const base of [...services.map((service) => service.url), url])
    await eventually(`${base} is ready after the failover`, () => isReady(base));
  // The balancer marks one process up after the other.
  await pause(2_000);
  const { length } = emails;
  await eventually('a user is created after the failover', () => emails.length > length);
}

async function replicaReadsOf({ services }: Site): Promise<number> {
  const counts = await Promise.all(
    services.map(async ({ url }) => {
      const response = await fetch(`${url}/metrics`, { headers: { 'x-admin-api-key': ADMIN_KEY } });
      return Number(/^latchkey_replica_reads_total (\d+)$/m.exec(await response.text())?.[1] ?? 0);
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}
