import { expect, it } from 'vitest';
import { IDLE_TIMEOUT_MS } from '../../src/api/http/limits.ts';
import { PATIENCE_MS } from '../../src/core/request/patience.ts';
import { requestScope } from '../../src/core/request/scope.ts';

const STAYS = { isGone: () => false, onGone: () => () => {} };

/** How long a request has in all, of which this is the setting. */
const requestOf = (ms: number) => requestScope({ caller: '192.0.2.1', client: STAYS, ms });

it.each([100, 5_750, 10_000, 600_000])(
  'a request that takes long is answered before its silent connection is cut, also with a limit of %i ms',
  (ms) => {
    const scope = requestOf(ms);
    const began = scope.deadline() - ms;
    // Two in one document have no more time than one.
    for (let calls = 0; calls < 2; calls += 1) {
      scope.answerWithin(PATIENCE_MS);
      expect(scope.deadline() - began).toBeCloseTo(PATIENCE_MS);
    }
    expect(PATIENCE_MS + 2_000).toBeLessThan(IDLE_TIMEOUT_MS);
  },
);

it('a request that gets less time than it had ends what waits already', async () => {
  const scope = requestOf(600_000);
  const { promise, resolve } = Promise.withResolvers<void>();
  scope.onOver(resolve);
  scope.answerWithin(1);
  await promise;
  expect(scope.isOver()).toBe(true);
});
