import type { WorkloadName } from '../workloads.ts';
import type { Operation, Target } from './target.ts';

/** Of 20 requests, 16 check a key, three read a list, and one writes. */
const CYCLE = 20;
const LISTS: ReadonlyMap<number, readonly WorkloadName[]> = new Map([
  [4, ['W2']],
  // REST has this list only with its total.
  [9, ['W3n', 'W3']],
  [14, ['W7']],
]);
const WRITE = 19;

type Operations = Target['operations'];

export function withMix(operations: Operations): Operations {
  const requests: Operation['requests'] = (subject) => {
    const place = subject.turn % CYCLE;
    const names = place === WRITE ? (['W6'] as const) : (LISTS.get(place) ?? (['W8'] as const));
    const name = names.find((one) => operations[one] !== undefined);
    const all = (name && operations[name]?.requests(subject)) ?? [];
    // Of an operation with several requests, they come in turns.
    const one = all[Math.floor(subject.turn / CYCLE) % all.length];
    return one === undefined ? [] : [one];
  };
  return { ...operations, mix: { requests, read: (body) => body } };
}
