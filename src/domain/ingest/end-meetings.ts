import type { App } from '../../core/app.ts';
import type { Rows } from '../../data/database.ts';
import type { ChangedMeeting } from '../live/notify.ts';
import { saveMeetingStates, saveTransitions } from './apply-reports.ts';
import type { StatusReport } from './input.ts';
import { advance, type MeetingState } from './meeting-state.ts';

type Ending = {
  readonly now: Date;
  readonly report: (state: MeetingState) => Omit<StatusReport, 'at'>;
  /** When each of them ended; it cannot be before its last change. */
  readonly endOf: (state: MeetingState) => Date;
};

/** Ends meetings that are locked, and of which no bot reports the end. @returns those that were not over */
export async function endMeetings(
  app: Pick<App, 'clock'>,
  rows: Rows,
  states: Iterable<MeetingState>,
  { now, report, endOf }: Ending,
): Promise<ChangedMeeting[]> {
  const moves = [...states].flatMap((state) => {
    const ended = endOf(state);
    const at = ended < state.lastAt ? state.lastAt : ended;
    const move = advance(state, { ...report(state), at }, { now, place: 0 });
    return move.kind === 'moves' ? [move] : [];
  });
  await saveMeetingStates(
    app,
    rows,
    moves.map(({ meetingState }) => meetingState),
  );
  await saveTransitions(
    rows,
    moves.map(({ step }) => step),
  );
  return moves.map(({ meetingState: { id, userId } }) => ({ id, userId }));
}
