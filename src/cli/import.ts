import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import type { App } from '../core/app.ts';
import { type FollowOptions, followVexa } from '../domain/vexa-import/follow.ts';
import { importVexa } from '../domain/vexa-import/import.ts';
import { formatReport, formatWritten } from '../domain/vexa-import/report.ts';
import { meter } from '../domain/vexa-import/run/meter.ts';
import { stopRequest } from './stop-request.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

// Takes a Vexa database over, into a running installation or one that nothing runs on:
// latchkey import vexa --from postgres://…

const USAGE =
  'Usage: latchkey import vexa --from postgres://user:password@host:5432/vexa [--name vexa] [--dry-run] [--accept-weak-keys] [--merge-admins] [--renumber] [--follow-deletions] [--follow]';
const INTERRUPTED = 130;

type Order = {
  readonly from: string;
  readonly name: string;
  readonly dryRun: boolean;
  readonly acceptWeakKeys: boolean;
  readonly mergeAdmins: boolean;
  readonly renumber: boolean;
  readonly followDeletions: boolean;
  readonly follow: boolean;
};

function readOrder(args: readonly string[]): Order {
  const options = {
    from: { type: 'string' },
    name: { type: 'string', default: 'vexa' },
    'dry-run': { type: 'boolean', default: false },
    'accept-weak-keys': { type: 'boolean', default: false },
    'merge-admins': { type: 'boolean', default: false },
    renumber: { type: 'boolean', default: false },
    'follow-deletions': { type: 'boolean', default: false },
    follow: { type: 'boolean', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { from, name, 'dry-run': dryRun } = values;
    const accepted = {
      acceptWeakKeys: values['accept-weak-keys'],
      mergeAdmins: values['merge-admins'],
      renumber: values.renumber,
      followDeletions: values['follow-deletions'],
      follow: values.follow,
    };
    const isPossible = !(dryRun && values.follow);
    if (positionals.join() === 'vexa' && from !== undefined && isPossible)
      return { from, name, dryRun, ...accepted };
  } catch {
    // An option that there is not: the same remedy.
  }
  throw new UsageError(USAGE);
}

async function run(app: App, order: Order): Promise<number> {
  const signal = stopRequest();
  const progress = meter(process.stderr);
  try {
    const options = { ...order, onProgress: progress.hear, signal };
    const report = await (order.follow
      ? followVexa(app, { ...options, ...announcements(progress.end) })
      : importVexa(app, options));
    progress.end();
    process.stdout.write(formatReport(report));
    if (report.refusal !== null) return 1;
    return report.interrupted ? INTERRUPTED : 0;
  } finally {
    progress.end();
  }
}

/** One line each on the error stream, which is where progress is shown. */
function announcements(endLine: () => void): Pick<FollowOptions, 'onChanges' | 'onAway'> {
  const say = (text: string) => {
    endLine();
    process.stderr.write(`${new Date().toISOString()} ${text}\n`);
  };
  return {
    onChanges: (tally) => say(`Written so far: ${formatWritten(tally)}.`),
    onAway: (why) => say(why === null ? 'Following again.' : `${why} Trying again until it works.`),
  };
}

/** Ends as a shell expects when it was interrupted. */
export async function importCommand(args: readonly string[]): Promise<number> {
  // Rows come and go by the million: the collector is to clear them away, not to let the heap grow
  // towards what the machine has. It costs no time that could be measured, and saves 250 MB.
  setFlagsFromString('--optimize-for-size');
  const order = readOrder(args);
  return await withApp((app) => run(app, order), { inBackground: order.follow });
}
