import { parseArgs } from 'node:util';
import type { App } from '../src/app.ts';
import { acceptTrail } from '../src/audit/accept.ts';
import type { Finding } from '../src/audit/findings.ts';
import { type Head, isInTrail, type Verdict, verifyTrail } from '../src/audit/verify.ts';
import { onHost } from '../src/auth/caller.ts';
import { runCommand, UsageError, withApp } from './with-app.ts';

// Reads the whole trail and tells what was altered, removed or put elsewhere, or lets it go on after that:
// npm run audit -- verify [--head 123:9f…] | accept

const USAGE =
  'Use: npm run audit -- verify [--head POSITION:HASH, as an earlier run printed it], or npm run audit -- accept';

type Order = { readonly command: 'verify' | 'accept'; readonly head: Head | null };

function readOrder(): Order {
  try {
    const { values, positionals } = parseArgs({
      options: { head: { type: 'string' } },
      allowPositionals: true,
    });
    const head = /^(\d{1,18}):([0-9a-f]{64})$/.exec(values.head ?? '');
    const command = positionals.join(' ');
    if (command === 'accept' && values.head === undefined) return { command, head: null };
    if (command === 'verify' && (values.head === undefined || head !== null))
      return { command, head: head && { position: BigInt(head[1] ?? 0), hash: head[2] ?? '' } };
  } catch {
    // An option that there is not: the same remedy.
  }
  throw new UsageError(USAGE);
}

const TEXTS: Readonly<Record<Finding['kind'], (finding: Finding) => string>> = {
  CHANGED: ({ position }) => `event ${position} was altered`,
  UNCHECKABLE: ({ position }) => `event ${position} cannot be checked: its key is lost`,
  LATE: ({ position }) =>
    `event ${position} had lost its seal, or turned up late: it is older than what was sealed before it`,
  END: ({ position }) =>
    `the end that the database names, place ${position}, was not written by this service, or is not that of the trail`,
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

async function verify(app: App, head: Head | null): Promise<number> {
  const verdict = await verifyTrail(app);
  const isHeadThere = head === null || (await isInTrail(app, head));
  process.stdout.write(tell(verdict, isHeadThere));
  return verdict.findings.length === 0 && isHeadThere ? 0 : 1;
}

async function accept(app: App): Promise<number> {
  const { findings } = await verifyTrail(app);
  if (!findings.some(({ kind }) => kind === 'END')) {
    process.stdout.write("Nothing to accept: the end of the trail is this service's own.\n");
    return 0;
  }
  const position = await acceptTrail(app, onHost('npm run audit'));
  process.stdout.write(
    `The trail goes on from event ${position}, and says so. Restart every process of the service.\n`,
  );
  return 0;
}

await runCommand(async () => {
  const { command, head } = readOrder();
  return await withApp((app) => (command === 'verify' ? verify(app, head) : accept(app)));
});
