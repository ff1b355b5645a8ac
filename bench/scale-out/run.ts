import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_KEY } from '../server.ts';
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
};

const KEYS = 20;

/** Load on a whole installation, with the loss of its primary in the middle. */
export async function runScaleOut({ programs, halfMs }: Options): Promise<Outcome> {
  const site = await startSite(programs);
  try {
    const ledger = createLedger();
    const processes = site.services.map(({ url }) => url);
    const stop = startClients(
      { balancer: site.url, processes },
      await mintKeys(site.url, KEYS),
      ledger,
    );
    await pause(halfMs);
    const replicaReads = await replicaReadsOf(site);
    const begun = performance.now();
    ledger.phase = 'failover';
    await site.failOver();
    await untilWritten(site, ledger);
    const failoverMs = Math.round(performance.now() - begun);
    ledger.phase = 'after';
    await pause(halfMs);
    await stop();
    const findings = await checkAll(site, ledger);
    const table = ledgerTable(ledger, findings.lost.length);
    return { ledger, findings, failoverMs, replicaReads, table };
  } finally {
    await site.stop();
  }
}

/** Both processes are ready, the balancer has seen it, and somebody's write was acknowledged. */
async function untilWritten({ url, services }: Site, { emails }: Ledger): Promise<void> {
  const isReady = async (base: string) => (await fetch(`${base}/health/ready`)).status === 200;
  for (const base of [...services.map((service) => service.url), url])
    while (!(await isReady(base))) await pause(100);
  // The balancer marks one process up after the other.
  await pause(2_000);
  const { length } = emails;
  while (emails.length === length) await pause(20);
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
