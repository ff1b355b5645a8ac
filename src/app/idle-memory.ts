import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** CPU time since the job last looked, as a share of one core. */
export type Load = number;

const LOOK_EVERY_MS = 5_000;
const BUSY: Load = 0.3;
const QUIET: Load = 0.05;
const QUIET_LOOKS = 3;
/** Ten minutes between two collections: a caller who makes the process busy for a second at a time cannot cause more. */
const LOOKS_BETWEEN = 120;

/**
 * V8 collects when the program allocates, so a process that has nothing to do keeps all that its
 * busiest minute needed. Once it has been quiet for a quarter of a minute after such a time, it
 * collects once and gives the memory back. That holds the process for a tenth of a second or two.
 */
export function releaseMemoryWhenIdle(): void {
  const isQuietAgain = quietAfterLoad();
  const load = loadMeter();
  const look = () => {
    if (isQuietAgain(load())) collectAll();
  };
  setInterval(look, LOOK_EVERY_MS).unref();
}

/** @returns a function that takes one load after another, and says once that a busy time is over; not more often than every ten minutes */
export function quietAfterLoad(): (load: Load) => boolean {
  let wasBusy = false;
  let quietLooks = 0;
  let looksSinceLast = LOOKS_BETWEEN;
  return (load) => {
    wasBusy ||= load >= BUSY;
    quietLooks = load < QUIET ? quietLooks + 1 : 0;
    looksSinceLast += 1;
    if (!wasBusy || quietLooks < QUIET_LOOKS || looksSinceLast < LOOKS_BETWEEN) return false;
    wasBusy = false;
    looksSinceLast = 0;
    return true;
  };
}

function loadMeter(): () => Load {
  let cpu = process.cpuUsage();
  let at = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    const ms = performance.now() - at;
    cpu = process.cpuUsage();
    at = performance.now();
    return (user + system) / 1_000 / ms;
  };
}

/** The thorough collection is the only one that shrinks the space of young objects. */
function collectAll(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  collect({ type: 'major', flavor: 'last-resort', execution: 'sync' });
}
