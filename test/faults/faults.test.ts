import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FAULTS } from '../../bench/faults/faults.ts';
import { type FaultResult, faultTable, isSound, runFault } from '../../bench/faults/run.ts';
import { canRun, openStages } from '../../bench/faults/stages.ts';
import { build } from '../start/process.ts';
import { neededInCI } from '../support/in-ci.ts';

// One round of each here; `npm run bench -- faults` has more.

describe('eight writers lose nothing, and get answers that they can go on from, with', () => {
  const stages = openStages();
  const results: FaultResult[] = [];
  beforeAll(() => build());
  afterAll(async () => {
    await stages.close();
    process.stdout.write(`\n${faultTable(results)}\n`);
  });

  it.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s', async (name, fault) => {
    if (!neededInCI(canRun(fault), `it cannot run ${name}`)) {
      process.stdout.write(`NOT RUN: ${name}\n`);
      return;
    }
    const result = await runFault(fault, 1, stages.for(fault));
    results.push(result);
    expect(isSound(result, fault), faultTable([result])).toBe(true);
  });
});
