import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quietAfterLoad } from '../../src/app/idle-memory.ts';

const loads = (...values: number[]) => values.map(quietAfterLoad());

it('gives memory back once, a quarter of a minute after a busy time', () => {
  expect(loads(0.9, 0.6, 0.01, 0.01, 0.01, 0.01)).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
  ]);
});

it('never holds up a process that was not busy or works on', () => {
  expect(loads(0.01, 0.2, 0.01, 0.01, 0.01)).not.toContain(true);
  expect(loads(0.9, 0.01, 0.01, 0.1, 0.01, 0.01)).not.toContain(true);
});

it('is not made to hold itself up again and again by load that comes and goes', () => {
  const hour = Array.from({ length: 720 }, (_, look) => (look % 4 === 0 ? 0.5 : 0.01));
  const said = loads(...hour);
  expect(said.filter(Boolean)).toHaveLength(6);
  // What the last of it needed is given back in the end.
  const after = loads(...hour.slice(0, 8), ...Array.from({ length: 120 }, () => 0.01));
  expect(after.filter(Boolean)).toHaveLength(2);
});

it('gives it back at most once for each busy time, and only when it is quiet', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 2, noNaN: true })), (values) => {
      const said = values.map(quietAfterLoad());
      let busyTimes = 0;
      said.forEach((isQuiet, place) => {
        if (!isQuiet) return;
        busyTimes += 1;
        expect(Math.max(...values.slice(place - 2, place + 1))).toBeLessThan(0.05);
      });
      expect(busyTimes).toBeLessThanOrEqual(values.filter((load) => load >= 0.3).length);
    }),
  );
});
