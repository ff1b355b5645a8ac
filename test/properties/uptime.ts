import type { RandomMeeting } from './random-meetings.ts';
import { between, closed, first, inTime, lengthOf, seconds, stretches } from './stretches.ts';

const RELEASING = ['stopping', 'completed', 'failed'];
const HOLDING = ['requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help'];

/** How long the bot ran: until the end of its first run, and whenever it held a slot after that; each time once. */
export function uptimeOf(meeting: RandomMeeting): number | null {
  const from = first(meeting, 'joining');
  const to = first(meeting, 'completed', 'failed') ?? meeting.endTime;
  const steps = inTime(meeting);
  const released = steps.findIndex(({ to }) => RELEASING.includes(to));
  const again = released < 0 ? [] : stretches(steps.slice(released), HOLDING, RELEASING);
  const runs = closed(again, meeting.endTime);
  const isKnown = between(from, to) !== null && lengthOf(runs) !== null;
  return isKnown ? seconds(lengthOf(united([{ from, to }, ...runs])) ?? 0) : null;
}

type Run = { readonly from: number | null; readonly to: number | null };

/** What overlaps is one. All have a beginning and an end. */
function united(runs: readonly Run[]): Run[] {
  const found: Run[] = [];
  for (const run of runs.toSorted((one, other) => Number(one.from) - Number(other.from))) {
    const last = found.at(-1);
    if (last === undefined || Number(run.from) > Number(last.to)) found.push(run);
    else found.splice(-1, 1, { ...last, to: Math.max(Number(last.to), Number(run.to)) });
  }
  return found;
}
