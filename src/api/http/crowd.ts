/** How many are answered in half a second. Time is counted in the ticks of whoever asks. */
export type Crowd = {
  readonly answered: () => void;
  /**
   * @param isCrowded whether so many wait that as many are answered as can be
   * @returns infinity if that has not been so for a tenth of a second
   */
  readonly passTick: (isCrowded: boolean) => number;
};

/** A tenth of a second: in less, too few are answered to say how many will be. */
const TICKS = 20;
/** Half a second is so many times as long. */
const PERIODS = 5;

/**
 * How many may wait depends on how quickly they are answered: of a thousand clients that each wait for
 * their answer, none is refused where a thousand are answered in half a second.
 */
export function createCrowd(): Crowd {
  let ticks = 0;
  let answered = 0;
  let inHalfSecond = Number.POSITIVE_INFINITY;

  function begin(): void {
    ticks = 0;
    answered = 0;
  }

  return {
    answered: () => {
      answered += 1;
    },
    passTick: (isCrowded) => {
      ticks += 1;
      if (!isCrowded) {
        inHalfSecond = Number.POSITIVE_INFINITY;
        begin();
      } else if (ticks === TICKS) {
        inHalfSecond = PERIODS * answered;
        begin();
      }
      return inHalfSecond;
    },
  };
}
