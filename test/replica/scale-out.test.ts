import { expect, it } from 'vitest';
import { runScaleOut } from '../../bench/scale-out/run.ts';
import { hasHAProxy } from '../http/haproxy.ts';
import { build } from '../start/process.ts';
import { hasPgBouncer } from '../support/pgbouncer.ts';
import { debianBinDir } from '../support/postgres.ts';

const programs = debianBinDir();
const isComplete = programs !== null && hasPgBouncer() && hasHAProxy();
if (!isComplete)
  process.stdout.write('NOT RUN: the scale-out, which needs PostgreSQL, PgBouncer and HAProxy\n');

/** `npm run bench -- scale-out --minutes 10` is the long form. */
const HALF_MS = 4_000;

it.runIf(isComplete)(
  'two processes go through a failover: nothing is lost, stale or counted wrong',
  async () => {
    build();
    const { ledger, findings, table } = await runScaleOut({
      programs: programs ?? '',
      halfMs: HALF_MS,
    });
    expect(ledger.staleAnswers, table).toEqual([]);
    expect(findings).toMatchObject({
      lost: [],
      miscounted: [],
      accepted: [],
      audit: { isSound: true },
    });
    expect(ledger.unexpected(), table).toBe(0);
    expect(ledger.revoked.length).toBeGreaterThan(0);
  },
);
