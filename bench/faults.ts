import { parseArgs } from 'node:util';
import { FAULTS } from './faults/faults.ts';
import { type FaultResult, faultTable, isSound, runFault } from './faults/run.ts';
import { canRun, openStages } from './faults/stages.ts';
import { circumstances, say } from './report.ts';

// Eight writers, while one thing after the other fails: `npm run bench -- faults --rounds 20 --only kill`.

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
  },
});
const stages = openStages();
const results: FaultResult[] = [];
let areSound = true;
for (const fault of FAULTS.filter(({ name }) => name.includes(values.only))) {
  if (!canRun(fault)) {
    say(`NOT RUN: ${fault.name}`);
    continue;
  }
  const result = await runFault(fault, Number(values.rounds), stages.for(fault));
  areSound &&= isSound(result, fault);
  results.push(result);
}
await stages.close();
say(`${circumstances('8 writers')}\n\n${faultTable(results)}`);
process.exit(areSound ? 0 : 1);
