import { parseArgs } from 'node:util';
import type { App } from '../src/app.ts';
import {
  type Finding,
  type Head,
  isInTrail,
  type Verdict,
  verifyTrail,
} from '../src/audit/verify.ts';
import { runCommand, UsageError, withApp } from './with-app.ts';

// Reads the whole trail and tells what was altered, removed or put elsewhere:
// npm run audit -- verify [--head 123:9f…]

const USAGE = 'Use: npm run audit -- verify [--head POSITION:HASH, as an earlier run printed it]';

function readOrder(): { readonly head: Head | null } {
  try {
    const { values, positionals } = parseArgs({
      options: { head: { type: 'string' } },
      allowPositionals: true,
    });
    const head = /^(\d{1,18}):([0-9a-f]{64})$/.exec(values.head ?? '');
    if (positionals.join() === 'verify' && (values.head === undefined || head !== null))
      return { head: head && { position: BigInt(head[1] ?? 0), hash: head[2] ?? '' } };
  } catch {
    // An option that there is not: the same remedy.
  }
  throw new UsageError(USAGE);
}

const TEXTS: Readonly<Record<Finding['kind'], (finding: Finding) => string>> = {
  CHANGED: ({ position }) => `event ${position} was altered`,
  UNCHECKABLE: ({ position }) => `event ${position} cannot be checked: its key is lost`,
  MOVED: (finding) =>
    `event ${finding.position} was moved here from place ${'from' in finding ? finding.from : '?'}`,
  MISSING: (finding) => {
    const through = 'through' in finding ? finding.through : finding.position;
    return through === finding.position
      ? `event ${finding.position} was removed`
      : `events ${finding.position} to ${through} were removed`;
  },
};

function tell({ events, findings, head }: Verdict, isHeadThere: boolean): string {
  const lines = findings.map((finding) => {
    const row = 'id' in finding ? ` (row ${finding.id})` : '';
    return `  ${TEXTS[finding.kind](finding)}${row}`;
  });
  if (!isHeadThere)
    lines.push('  the end that was noted is not in this trail: it was written anew');
  const verdict =
    lines.length === 0 ? 'The trail is whole' : `The trail is NOT whole:\n${lines.join('\n')}`;
  return `${verdict}\n${events} events. Its end is ${head.position}:${head.hash}; note it elsewhere and give it with --head
next time: then a trail that was cut off or written anew from the start is found, too.\n`;
}

await runCommand(async () => {
  const { head } = readOrder();
  return await withApp(async (app: App) => {
    const verdict = await verifyTrail(app);
    const isHeadThere = head === null || (await isInTrail(app, head));
    process.stdout.write(tell(verdict, isHeadThere));
    return verdict.findings.length === 0 && isHeadThere ? 0 : 1;
  });
});
