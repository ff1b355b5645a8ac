import type { EventRow } from './event-text.ts';

export type Moment = Pick<EventRow, 'id' | 'at'>;

export const BEFORE_ALL: Moment = { id: 0n, at: new Date(0) };

/** No transaction takes that long: an event is sealed within seconds of its row. */
const LATE_MS = 600_000;

/** Whether an event was there long before one that was sealed before it. */
export function isLate(event: Moment, earlier: Moment): boolean {
  return event.id < earlier.id && Number(earlier.at) - Number(event.at) > LATE_MS;
}
