import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import type { Request } from './targets/target.ts';

/** Times in milliseconds. */
export type Load = {
  /** Without those that were refused or failed. */
  readonly answered: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
};

/** Requests that were made before, to be sent on connections that are kept. */
export type Order = {
  readonly url: string;
  readonly requests: readonly Request[];
  readonly seconds: number;
  readonly connections: number;
};

export type Generator = {
  readonly name: string;
  readonly run: (order: Order) => Promise<Load>;
};

/** wrk where it is installed: autocannon needs as much processor time as a fast server. */
export function chooseGenerator(): Generator {
  // It knows no option for that, and ends with 1 after it said its version.
  const { stdout, error } = spawnSync('wrk', ['-v'], { encoding: 'utf8' });
  if (error !== undefined) return { name: 'autocannon', run: runAutocannon };
  return { name: stdout.split('[')[0]?.trim() ?? 'wrk', run: runWrk };
}

async function runWrk({ url, requests, seconds, connections }: Order): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-load-'));
  const file = join(folder, 'requests');
  try {
    writeFileSync(file, requests.map((request) => rawText(url, request)).join('\0'));
    const { stdout } = await promisify(execFile)('wrk', [
      '-t1',
      `-c${connections}`,
      `-d${seconds}s`,
      '-s',
      'bench/load.lua',
      url,
      '--',
      file,
    ]);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Load;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function rawText(url: string, { method, path, headers, body }: Request): string {
  const length = Buffer.byteLength(body ?? '');
  const all = {
    host: new URL(url).host,
    ...headers,
    ...((body !== undefined || method === 'POST') && { 'content-length': String(length) }),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}

async function runAutocannon({ url, requests, seconds, connections }: Order): Promise<Load> {
  let client = 0;
  const share = Math.ceil(requests.length / connections);
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    // Each connection has requests of its own, so that no two send the same at once.
    setupClient: (one) => {
      one.setRequests(
        requests.slice(client * share, (client + 1) * share).map((own) => ({ ...own })),
      );
      client += 1;
    },
  });
  return {
    answered: result.requests.total - result.non2xx,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failed: result.non2xx + result.errors + result.timeouts,
  };
}
