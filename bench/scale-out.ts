import { parseArgs } from 'node:util';
import { debianBinDir } from '../test/support/postgres.ts';
import { circumstances, say } from './report.ts';
import { runScaleOut } from './scale-out/run.ts';

// Two processes behind HAProxy, on a primary with a replica behind PgBouncer, and the failover of the
// database under load: `npm run bench -- scale-out --minutes 10`.

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' } } });
const programs = debianBinDir();
if (programs === null) throw new Error('Install PostgreSQL, pgbouncer and haproxy: see .ci/run');
const halfMs = (Number(values.minutes) * 60_000) / 2;
const begun = performance.now();
const { ledger, findings, failoverMs, replicaReads, table } = await runScaleOut({
  programs,
  halfMs,
  // On stderr: the report alone goes to stdout.
  tell: (step) => {
    const seconds = Math.round((performance.now() - begun) / 1_000);
    process.stderr.write(`${String(seconds).padStart(4)} s: ${step}\n`);
  },
});
const { lost, miscounted, accepted, audit } = findings;

say(`${circumstances('8 clients of its own')}, ${values.minutes} min\n\n${table}\n`);
say(`- Failover: ${(failoverMs / 1_000).toFixed(1)} s until both processes took writes again.`);
say(`- Reads that the replica answered before it: ${replicaReads}.`);
say(
  `- Created users: ${ledger.emails.length}; revoked keys: ${ledger.revoked.length}, of which ${accepted.length} are accepted at the end.`,
);
say(`- Keys whose uses were counted wrong: ${miscounted.length} of ${ledger.uses.size}.`);
say(`- Audit log: ${audit.text}`);
for (const line of [...lost, ...miscounted, ...accepted, ...ledger.staleAnswers]) say(`  ${line}`);
const isSound = audit.isSound && ledger.unexpected() === 0;
if (!isSound || lost.length + miscounted.length + accepted.length + ledger.staleAnswers.length > 0)
  process.exitCode = 1;
process.exit();
