import { parseArgs } from 'node:util';
import { type Diagnosis, examineGateway } from './doctor/examine.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

// Shows whether Vexa's gateway asks this installation about keys: latchkey doctor --vexa URL

const USAGE = "Usage: latchkey doctor --vexa http://host:port, the address of Vexa's gateway";

function readOrder(args: readonly string[]): URL {
  try {
    const options = { vexa: { type: 'string' } } as const;
    const url = new URL(parseArgs({ args: [...args], options }).values.vexa ?? '');
    if (/^https?:$/.test(url.protocol)) return url;
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
  const diagnosis = await withApp((app) => examineGateway(app, gateway));
  process.stdout.write(formatDiagnosis(gateway, diagnosis));
  return diagnosis.findings.every(({ isRight }) => isRight) ? 0 : 1;
}
