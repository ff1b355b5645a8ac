import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';
import type { Workload } from './workloads.ts';

export type Measured = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of the server's CPU for each request. */
  readonly cpu: number;
  readonly failed: number;
};

const CONNECTIONS = 32;

/** Loads the server with one workload for some seconds. */
export async function measure(
  url: string,
  pid: number,
  workload: Workload,
  seconds: number,
): Promise<Measured> {
  const before = cpuSeconds(pid);
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [{ setupRequest: (request) => ({ ...request, ...workload.next() }) }],
  });
  const cpu = cpuSeconds(pid) - before;
  const answered = result.requests.total;
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50,
    p99: result.latency.p99,
    cpu: (cpu / answered) * 1_000_000,
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export function residentMegabytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return Math.round((pages * 4_096) / 1_048_576);
}

/** Nothing is timed that does not answer rightly. */
export async function checkAnswer(url: string, { what, next }: Workload): Promise<void> {
  const { method, path, headers, body } = next();
  const response = await fetch(url + path, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  if (!response.ok || text.includes('"errors"') || text.includes('"message"')) {
    throw new Error(`${what} answers ${response.status}: ${text.slice(0, 300)}`);
  }
}
