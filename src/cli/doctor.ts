import { parseArgs } from 'node:util';
import { type Diagnosis, examineGateway, PATIENCE } from './doctor/examine.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

// Shows whether Vexa's gateway asks this installation about keys: latchkey doctor --vexa URL

const INTERRUPTED = 130;
const USAGE = "Usage: latchkey doctor --vexa http://host:port, the address of Vexa's gateway";

function readOrder(args: readonly string[]): URL {
  try {
    const options = { vexa: { type: 'string' } } as const;
    const url = new URL(parseArgs({ args: [...args], options }).values.vexa ?? '');
    const isPlain = [url.username, url.password, url.search, url.hash].every((part) => part === '');
    if (isPlain && /^https?:$/.test(url.protocol)) return url;
  } catch {
    // Something that is no address: the same remedy.
  }
  throw new UsageError(USAGE);
}

export function formatDiagnosis(gateway: URL, { findings, advice }: Diagnosis): string {
  const lines = findings.map(({ isRight, text }) => `  ${isRight ? 'right' : 'WRONG'}  ${text}`);
  const isRight = findings.every((finding) => finding.isRight);
  const verdict = isRight
    ? 'The gateway asks this installation about keys.'
    : 'Something is wrong.';
  return [`Vexa's gateway at ${gateway.origin}:`, ...lines, verdict, ...advice, ''].join('\n');
}

export async function doctorCommand(args: readonly string[]): Promise<number> {
  const gateway = readOrder(args);
  const stop = new AbortController();
  const ask = () => stop.abort();
  process.on('SIGINT', ask).on('SIGTERM', ask);
  const patience = { ...PATIENCE, signal: stop.signal };
  const diagnosis = await withApp((app) => examineGateway(app, gateway, patience)).catch(
    (error: unknown) => {
      if (stop.signal.aborted) return null;
      throw error;
    },
  );
  if (diagnosis === null || stop.signal.aborted) return INTERRUPTED;
  process.stdout.write(formatDiagnosis(gateway, diagnosis));
  return diagnosis.findings.every(({ isRight }) => isRight) ? 0 : 1;
}
