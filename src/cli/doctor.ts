import { parseArgs } from 'node:util';
import { type Diagnosis, examineGateway, PATIENCE } from './doctor/examine.ts';
import { examineInstallation } from './examine-installation.ts';
import { formatChecks } from './installation/format.ts';
import { stopRequest } from './stop-request.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

// Looks for what is wrong with this installation, or with Vexa's gateway in front of it:
// latchkey doctor [--url URL] [--json] | --vexa URL

const INTERRUPTED = 130;
const USAGE =
  "Usage: latchkey doctor [--url https://host, the address that callers use] [--json], or latchkey doctor --vexa http://host:port, the address of Vexa's gateway";

type Order =
  | { readonly vexa: URL }
  | { readonly vexa: null; readonly url: URL | null; readonly isJson: boolean };

function readOrder(args: readonly string[]): Order {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { vexa: { type: 'string' }, url: { type: 'string' }, json: { type: 'boolean' } },
    });
    const { vexa, url, json = false } = values;
    if (vexa === undefined)
      return { vexa: null, url: url === undefined ? null : plainUrl(url), isJson: json };
    if (url === undefined && !json) return { vexa: plainUrl(vexa) };
  } catch {
    // Something that is no address, or an option that there is not: the same remedy.
  }
  throw new UsageError(USAGE);
}

/** @throws Error for what is no address, or more than one */
function plainUrl(text: string): URL {
  const url = new URL(text);
  const isPlain = [url.username, url.password, url.search, url.hash].every((part) => part === '');
  if (!isPlain || !/^https?:$/.test(url.protocol)) throw new Error('not an address of a service');
  return url;
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
  const order = readOrder(args);
  if (order.vexa !== null) return await doctorOfVexa(order.vexa);
  const checks = await examineInstallation(order.url);
  process.stdout.write(
    order.isJson ? `${JSON.stringify({ checks }, null, 2)}\n` : formatChecks(checks),
  );
  return checks.some(({ verdict }) => verdict === 'fail') ? 1 : 0;
}

async function doctorOfVexa(gateway: URL): Promise<number> {
  const signal = stopRequest();
  const patience = { ...PATIENCE, signal };
  const diagnosis = await withApp((app) => examineGateway(app, gateway, patience)).catch(
    (error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    },
  );
  if (diagnosis === null || signal.aborted) return INTERRUPTED;
  process.stdout.write(formatDiagnosis(gateway, diagnosis));
  return diagnosis.findings.every(({ isRight }) => isRight) ? 0 : 1;
}
