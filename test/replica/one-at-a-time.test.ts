import { expect, it } from 'vitest';
import { oneAtATime } from '../../src/data/connection/one-at-a-time.ts';

it('a question answers whoever asked before it began, and there is one at a time', async () => {
  const answers: ((value: number) => void)[] = [];
  const ask = oneAtATime(() => new Promise<number>((resolve) => answers.push(resolve)));
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  const first = ask();
  await turn();
  // The first has begun: what it says may be from before these asked.
  const later = [ask(), ask(), ask()];
  await turn();
  expect(answers).toHaveLength(1);
  answers[0]?.(1);
  expect(await first).toBe(1);
  await turn();
  expect(answers).toHaveLength(2);
  answers[1]?.(2);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
});

it('a question that fails does so for those who wait for it, and the next is asked again', async () => {
  let count = 0;
  const ask = oneAtATime(() => {
    count += 1;
    return count === 1 ? Promise.reject(new Error('away')) : Promise.resolve(count);
  });
  const [one, other] = await Promise.allSettled([ask(), ask()]);
  expect([one?.status, other?.status]).toEqual(['rejected', 'rejected']);
  expect(await ask()).toBe(2);
});
