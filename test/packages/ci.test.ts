import { globSync, readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';
import { neededInCI } from '../support/in-ci.ts';

afterEach(() => vi.unstubAllEnvs());

it('what a machine lacks is left out, and in CI it is an error with the remedy', () => {
  vi.stubEnv('CI', undefined);
  expect([neededInCI(true, 'no remedy'), neededInCI(false, 'a remedy')]).toEqual([true, false]);
  vi.stubEnv('CI', 'true');
  expect(neededInCI(true, 'no remedy')).toBe(true);
  expect(() => neededInCI(false, 'a remedy')).toThrow('CI leaves tests out: a remedy');
});

it('CI installs the packages that tests take', () => {
  const script = readFileSync('.ci/run', 'utf8');
  const installed = [...script.matchAll(/missing\+=\(([^)]*)\)/g)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  const sources = globSync('test/**/*.ts', { exclude: ['test/generated/**'] });
  const taken = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/'apt-get install ([\w -]+)'/g)].flatMap(
      ([, names = '']) => names.split(' '),
    ),
  );
  expect(taken).toContain('pgbouncer');
  expect(taken.filter((name) => !installed.includes(name))).toEqual([]);
});
