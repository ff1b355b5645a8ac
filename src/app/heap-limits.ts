import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Of each half of the space for new objects. V8 takes up to 64 MB each; with 32, the process takes 50 to 80 MB more. */
const YOUNG_BYTES = 16 * 1_048_576;
/** How much the other objects may grow, in percent of what a collection left, until the next one. V8 takes up to 300. */
const OLD_GROWTH = 50;

/** The operator decides then. */
const HEAP_FLAG = /--(?:(?:max|min)[-_]semi|max[-_]old)[-_]space[-_]size|--max[-_]heap[-_]size/;

/**
 * Keeps garbage from taking several times the memory of what is live, unless the operator sets sizes
 * of the heap. Node takes the size of the young generation at its start only, on the command line;
 * a running program can stop its growth.
 * @param givenFlags of `NODE_OPTIONS` and the command line
 */
export function limitHeap(givenFlags: string): void {
  if (HEAP_FLAG.test(givenFlags)) return;
  setFlagsFromString(`--heap-growing-percent=${OLD_GROWTH}`);
  new PerformanceObserver(limitYoung).observe({ entryTypes: ['gc'] });
}

/** After each collection: it may have grown the young generation, or shrunk it in a quiet hour. */
function limitYoung(): void {
  const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
  const isLargest = (young?.space_size ?? 0) >= 2 * YOUNG_BYTES;
  setFlagsFromString(`--semi-space-growth-factor=${isLargest ? 1 : 2}`);
}
