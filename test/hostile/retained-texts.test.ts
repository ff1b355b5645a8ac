import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

/** A text that stayed would take one each; what is allowed to stay are names. */
const MOST_MEGABYTES = 10;

it('what is remembered of a text does not keep the text', () => {
  const script = new URL('retained-texts-process.ts', import.meta.url).pathname;
  const printed = execFileSync(process.execPath, ['--expose-gc', script], { encoding: 'utf8' });
  const grown = Object.entries(JSON.parse(printed) as Record<string, number>);
  expect(grown.length).toBeGreaterThan(10);
  expect(grown.filter(([, megabytes]) => megabytes > MOST_MEGABYTES)).toEqual([]);
});
