import type { EventRow } from './event-text.ts';

export type EventTime = Pick<EventRow, 'id' | 'at'>;

export const BEFORE_ALL: EventTime = { id: 0n, at: new Date(0) };

/** No transaction takes that long: an event is sealed within seconds of its row. */
const LATE_MS = 600_000;

/** Whether an event was there long before one that was sealed before it. */
export function isLateEvent(event: EventTime, earlier: EventTime): boolean {
  return event.id < earlier.id && Number(earlier.at) - Number(event.at) > LATE_MS;
}
