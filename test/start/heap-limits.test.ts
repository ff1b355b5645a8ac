import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

const MODULE = JSON.stringify(new URL('../../src/app/heap-limits.ts', import.meta.url).href);
const MEGABYTE = 1_048_576;

/** Makes garbage, and objects that outlive it for a while; prints how large the space for new ones became. */
const PROGRAM = `
  const { limitHeap } = await import(${MODULE});
  const { getHeapSpaceStatistics } = await import('node:v8');
  limitHeap(process.execArgv.join(' '));
  const kept = [];
  let largest = 0;
  for (let made = 0; made < 3_000_000; made += 1) {
    kept[made % 150_000] = { made, list: [made, made], text: 'x' + made };
    if (made % 20_000 !== 0) continue;
    const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    largest = Math.max(largest, young.space_size);
    await new Promise(setImmediate);
  }
  console.log(largest);
  process.exit();
`;

function largestYoung(...flags: string[]): number {
  const program = ['--input-type=module', '--eval', PROGRAM];
  return Number(execFileSync(process.execPath, [...flags, ...program], { encoding: 'utf8' }));
}

/** Between the two sizes that the space can have: V8 doubles it, and adds a page now and then while it collects. */
const BETWEEN = 48 * MEGABYTE;

it('the space for new objects stays at about 16 MB for each half', () => {
  expect(largestYoung()).toBeLessThan(BETWEEN);
});

it('an operator may allow more', () => {
  expect(largestYoung('--max-semi-space-size=64')).toBeGreaterThan(BETWEEN);
});
