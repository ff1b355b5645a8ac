/** Something that was done for a request, by the clock of `performance.now()`. */
export type TimedPart = {
  readonly kind: 'key check' | 'statement';
  /** Of a statement its text, which has no values in it. */
  readonly text: string;
  readonly begun: number;
  readonly ended: number;
  readonly isFailed: boolean;
};

/** Called when a part has ended. */
export type EndPart = (isFailed: boolean) => void;

/** A subscription sends statements for as long as it is open, a large document hundreds. */
const MOST_PARTS = 128;

/** What takes the time of one request. */
export class Timings {
  /** The first of them, in the order in which they ended. */
  readonly parts: TimedPart[] = [];
  /** Milliseconds of each kind, added up: statements that ran at the same time count several times. */
  readonly sums: Record<TimedPart['kind'], number> = { 'key check': 0, statement: 0 };

  begin(kind: TimedPart['kind'], text = ''): EndPart {
    const begun = performance.now();
    return (isFailed) => {
      const ended = performance.now();
      this.sums[kind] += ended - begun;
      if (this.parts.length < MOST_PARTS) this.parts.push({ kind, text, begun, ended, isFailed });
    };
  }
}
