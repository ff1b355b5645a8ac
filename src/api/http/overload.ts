/**
 * - `calm`: all who come may wait, for up to a second.
 * - `overloaded`: more wait than are answered in half a second, or somebody waited for a second. Fewer are
 *   worked on at a time, to be answered quickly, and nobody waits for long: whoever has waited longest is
 *   refused.
 * - `trial`: clients that ask again at once when they are refused look like an overload, though all of
 *   them could wait. So they may wait as in calm, to see whether all are answered.
 */
type State = 'calm' | 'overloaded' | 'trial';

/** Told once when an overload begins, and once when it is over. */
export type OverloadEvents = {
  readonly onOverloaded: () => void;
  /** With the number of those that were refused. */
  readonly onCalm: (refused: number) => void;
};

/** Whether more requests come than can be worked on. Time is counted in the ticks of whoever asks. */
export type Overload = {
  readonly isCalm: () => boolean;
  /** Whether those who come may wait as long as in calm. */
  readonly isPatient: () => boolean;
  /** Somebody was refused, because too many wait or one of them has waited for too long. */
  readonly refused: () => void;
  readonly passTick: () => void;
};

/** How long an overload lasts before a trial; doubled after each trial that failed. */
const TRIAL_AFTER_TICKS = { first: 200, most: 1_600 };
/** A trial in which nobody was refused for so long has succeeded. */
const TRIAL_TICKS = 100;

export function createOverload({ onOverloaded, onCalm }: OverloadEvents): Overload {
  let state: State = 'calm';
  let ticks = 0;
  let refused = 0;
  let trialAfterTicks = TRIAL_AFTER_TICKS.first;

  function become(next: State): void {
    state = next;
    ticks = 0;
  }

  return {
    isCalm: () => state === 'calm',
    isPatient: () => state !== 'overloaded',
    refused: () => {
      refused += 1;
      if (state === 'overloaded') return;
      if (state === 'calm') {
        trialAfterTicks = TRIAL_AFTER_TICKS.first;
        onOverloaded();
      } else trialAfterTicks = Math.min(2 * trialAfterTicks, TRIAL_AFTER_TICKS.most);
      become('overloaded');
    },
    passTick: () => {
      ticks += 1;
      if (state === 'overloaded' && ticks > trialAfterTicks) become('trial');
      else if (state === 'trial' && ticks > TRIAL_TICKS) {
        become('calm');
        onCalm(refused);
        refused = 0;
      }
    },
  };
}
