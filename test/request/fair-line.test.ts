import { describe, expect, it } from 'vitest';
import { fairLine } from '../../src/core/request/fair-queue.ts';
import { inScope, type RequestScopeControl, requestScope } from '../../src/core/request/scope.ts';

const STAYS = { isGone: () => false, onGone: () => () => {} };

function scopeOf(caller: string, ms = 60_000): RequestScopeControl {
  return requestScope({ caller, client: STAYS, ms });
}

/** Work that runs until it is let go. */
function piece(log: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = async () => {
    log.push(name);
    await promise;
  };
  return { work, end: resolve };
}

const turn = () => new Promise((done) => setImmediate(done));

describe('a fair line', () => {
  it('gives the next turn to the caller that has the fewest', async () => {
    const line = fairLine({ atOnce: 3, perCaller: 2 });
    const log: string[] = [];
    const [a, b, c] = [scopeOf('a'), scopeOf('b'), scopeOf('c')];
    const all = (['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'] as const).map((name) => {
      const own = piece(log, name);
      const scope = { a, b, c }[name[0] as 'a' | 'b' | 'c'];
      return { ...own, over: inScope(scope, () => line.run(own.work)) };
    });
    await turn();
    expect(log).toEqual(['a1', 'a2', 'b1']);
    all[0]?.end();
    await turn();
    // `a` and `b` have one each, `c` none.
    expect(log.at(-1)).toBe('c1');
    for (const { end } of all) end();
    await Promise.all(all.map(({ over }) => over));
    expect(log.toSorted()).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1']);
    for (const scope of [a, b, c]) scope.end();
  });

  it('forgets who waited too long, and gives the turns back', async () => {
    const line = fairLine({ atOnce: 1, perCaller: 1 });
    const log: string[] = [];
    const first = piece(log, 'first');
    const running = inScope(scopeOf('a'), () => line.run(first.work));
    await turn();
    const waiting = Array.from({ length: 3 }, (_, place) =>
      inScope(scopeOf('b', 20), () => line.run(piece(log, `late ${place}`).work)),
    );
    const late = await Promise.allSettled(waiting);
    expect(late.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    first.end();
    await running;
    const next = piece(log, 'next');
    next.end();
    await inScope(scopeOf('b'), () => line.run(next.work));
    expect(log).toEqual(['first', 'next']);
  });
});
