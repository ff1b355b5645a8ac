import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// On a busy machine everything takes several times as long, and anything may happen in between. So a
// test waits for what has to happen, for as long as the runner lets it, and never asserts how long
// something took or how much happened in a stretch of time.

const TIMED: Readonly<Record<string, RegExp>> = {
  'asserts how long something took': /expect\(\s*\(?(?:Date|performance)\.now\(\) - /,
  'notes how long something took': /= \(?(?:Date|performance)\.now\(\) - \w+\)?(?: \/ [\d_]+)?;/,
  'gives something a time to happen in': /\b(?:settlesWithin|comesTrue)\(/,
  'asserts what has happened after a pause': /await (?:pause|sleep)\([^()]*\);\n\s*expect\(/,
  'lets the clock race what it waits for': /\.race\(\[[^\]]*\b(?:pause|sleep|setTimeout)\(/,
};

/** What is right however long it takes, with the reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'test/database/breaker.test.ts asserts what has happened after a pause':
    'A statement runs for three seconds; that it has ended before the look would change nothing.',
  'test/key/statements.test.ts notes how long something took':
    'There is one statement a second: the more time it took, the more there may be.',
  'test/start/uncaught.test.ts asserts what has happened after a pause':
    'The processes are stopped by a signal; the end is the same when they were not yet.',
};

const RULE = 'test/packages/timing.test.ts';
const FILES = globSync('test/**/*.ts')
  .filter((path) => path !== RULE)
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

const timedIn = (text: string) =>
  Object.keys(TIMED).filter((kind) => TIMED[kind]?.test(text) === true);

describe('tests', () => {
  it('assert nothing that depends on how fast the machine is', () => {
    expect(FILES.length).toBeGreaterThan(300);
    const found = FILES.flatMap(({ path, text }) => timedIn(text).map((kind) => `${path} ${kind}`));
    expect(found.toSorted()).toEqual(Object.keys(EXCEPTIONS).toSorted());
  });

  it.each([
    'expect(Date.now() - since).toBeLessThan(2_000);',
    'const seconds = (performance.now() - since) / 1_000;',
    'const took = Date.now() - since;',
    'expect(await settlesWithin(2_000, ended)).toBe(true);',
    'await pause(400);\n    expect(server.statements.length).toBe(before);',
    'await Promise.race([ended, sleep(3_000).then(() => false)]);',
  ])('are found out that do: %s', (text) => {
    expect(timedIn(text)).toHaveLength(1);
  });

  it('may go by the clock in what they send', () => {
    expect(timedIn('const past = new Date(Date.now() - 3_600_000).toISOString();')).toEqual([]);
    expect(timedIn('await pause(20);\n    await send();')).toEqual([]);
  });
});
