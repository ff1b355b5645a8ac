import type { App } from '../../core/app.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { visibleData } from '../../core/input/visible-data.ts';
import { idRead } from '../../data/coalescing/shared-read.ts';
import type { MeetingTransition } from '../../data/generated/prisma/client.ts';
import { listTransitionsWithData } from './history.ts';
import type { Meeting } from './rows.ts';
import { isFinal } from './status.ts';

// The platform keeps a meeting's changes of status in its data. Here they are rows of their own, and REST
// shows them where clients of the platform look for them.

const HISTORIES = idRead(async (app, meetingIds) => {
  const found = Map.groupBy(
    await listTransitionsWithData(app, meetingIds),
    ({ meetingId }) => meetingId,
  );
  return meetingIds.map((id) => found.get(id) ?? []);
});

/** The changes of status of each of these meetings, oldest first. */
export function loadHistories(
  app: App,
  meetings: readonly Meeting[],
): Promise<readonly (readonly MeetingTransition[])[]> {
  return app.sharedReads.each(
    app,
    HISTORIES,
    meetings.map(({ id }) => id),
  );
}

/** Entries that an import could not read stand in the data already: they come last. */
export function withHistory(
  data: JsonObject,
  meeting: Meeting,
  transitions: readonly MeetingTransition[],
): JsonObject {
  // Another change may have the same time, or a later one by another clock.
  const last = transitions.findLast(({ toStatus }) => toStatus === meeting.status);
  const entries = transitions.filter(isChange).map((transition) => ({
    ...(transition === last && endOf(meeting, transition)),
    ...entryOf(transition),
  }));
  if (entries.length === 0) return data;
  const unread: readonly unknown[] = [data['status_transition'] ?? []].flat();
  return { ...data, status_transition: [...entries, ...unread] };
}

/** The platform has no entry for the request itself. */
function isChange({ fromStatus, toStatus }: MeetingTransition): boolean {
  return fromStatus !== null || toStatus !== 'requested';
}

/** An import brings more of each than its columns hold, such as `error_details`. */
function entryOf({ fromStatus, toStatus, at, source, reason, data }: MeetingTransition) {
  return {
    ...visibleData(data),
    from: fromStatus,
    to: toStatus,
    timestamp: at,
    ...(source !== null && { source }),
    ...(reason !== null && { reason }),
  };
}

/** What is known of the present end. A meeting that was continued had others before it. */
function endOf(
  { status, completionReason, failureStage }: Meeting,
  { toStatus }: MeetingTransition,
) {
  if (!isFinal(toStatus) || toStatus !== status) return {};
  return {
    ...(completionReason && { completion_reason: completionReason }),
    ...(failureStage && { failure_stage: failureStage }),
  };
}
