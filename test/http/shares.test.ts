import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createShares } from '../../src/api/http/shares.ts';

it('one holder gets a half, two a third each, and somebody new always finds some', () => {
  const shares = createShares(120);
  const takeAll = (holder: string) => {
    let count = 0;
    while (shares.take(holder, 1)) count += 1;
    return count;
  };
  expect(takeAll('one')).toBe(60);
  expect(takeAll('two')).toBe(30);
  // Whoever took before the other came gives back until both have the same.
  for (let given = 0; given < 20; given += 1) shares.give('one', 1);
  expect([takeAll('two'), takeAll('one')]).toEqual([10, 0]);
  expect(takeAll('three')).toBe(20);
});

it('never more is taken than there is, and all of it comes back', () => {
  const steps = fc.array(
    fc.record({ holder: fc.constantFrom('a', 'b', 'c'), amount: fc.nat(40), gives: fc.boolean() }),
  );
  fc.assert(
    fc.property(steps, (all) => {
      const shares = createShares(100);
      const held: { holder: string; amount: number }[] = [];
      const step = ({ holder, amount, gives }: (typeof all)[number]) => {
        const last = gives ? held.pop() : undefined;
        if (last !== undefined) shares.give(last.holder, last.amount);
        else if (shares.take(holder, amount)) held.push({ holder, amount });
      };
      for (const one of all) {
        step(one);
        const sum = held.reduce((total, one) => total + one.amount, 0);
        expect(shares.taken()).toBe(sum);
        expect(sum).toBeLessThanOrEqual(100);
      }
      for (const { holder, amount } of held) shares.give(holder, amount);
      expect(shares.taken()).toBe(0);
    }),
  );
});
