import { z } from 'zod';
import { field } from '../../kit/rest/fields.ts';
import type { RestContext } from '../../kit/rest/route.ts';
import type { Viewer } from '../../security/callers/viewer.ts';
import { meetingData } from './data.ts';
import type { Meeting } from './rows.ts';
import { loadHistories, withHistory } from './status-history.ts';
import { meetingUrl } from './url.ts';
import { COMPLETION_REASONS, FAILURE_STAGES, known } from './vocabulary.ts';

const timestamp = z.iso.datetime();

export const meetingSchema = z
  .object({
    id: field('Meeting.databaseId', z.int().describe('The id of the meeting.')),
    user_id: field(
      'User.databaseId',
      z.int().describe('The id of the user who requested the bot.'),
    ),
    platform: field(
      'Meeting.platformName',
      z.string().describe('The platform as it was recorded.'),
    ),
    native_meeting_id: field(
      'Meeting.nativeMeetingId',
      z.string().nullable().describe("The platform's own id of the call; null if it was removed."),
    ),
    constructed_meeting_url: field(
      'Meeting.url',
      z
        .string()
        .nullable()
        .describe(
          'The join URL: as recorded in `data`, or else built; null if platform and id are not sufficient.',
        ),
    ),
    status: field(
      'Meeting.statusName',
      z.string().describe("The bot's status as it was recorded, even if it is a new one."),
    ),
    bot_container_id: field(null, z.string().nullable().describe('The container the bot ran in.')),
    start_time: field(
      'Meeting.startTime',
      timestamp.nullable().describe('When the bot was admitted, in UTC; null before.'),
    ),
    end_time: field(
      'Meeting.endTime',
      timestamp.nullable().describe('When the meeting ended, in UTC; null before.'),
    ),
    completion_reason: field(
      'Meeting.completionReason',
      z
        .enum(COMPLETION_REASONS)
        .nullable()
        .describe('Why it ended; null if the reason is unknown.'),
    ),
    failure_stage: field(
      'Meeting.failureStage',
      z
        .enum(FAILURE_STAGES)
        .nullable()
        .describe('The status in which it failed; null unless it failed.'),
    ),
    data: field(
      'Meeting.data',
      z
        .record(z.string(), z.unknown())
        .describe(
          'Data that bots and other services store with the meeting, without secrets. `status_transition` lists the status changes, oldest first, with `from`, `to`, `timestamp`, `source` and `reason`, and what an import found with them, such as the reason of each end.',
        ),
    ),
    created_at: field(
      'Meeting.createdAt',
      timestamp.describe('When the bot was requested, in UTC.'),
    ),
    updated_at: field(
      'Meeting.updatedAt',
      timestamp.describe('When the meeting was last changed, in UTC.'),
    ),
  })
  .meta({ id: 'Meeting', description: 'One visit of a bot to a call.' });

/** Meetings as the older API shows them, as far as the viewer may read them, with their changes of status. */
export async function meetingBodies(
  { app, viewer }: Pick<RestContext, 'app' | 'viewer'>,
  meetings: readonly Meeting[],
): Promise<MeetingBody[]> {
  const histories = await loadHistories(app, meetings);
  return meetings.map((meeting, place) => {
    const body = meetingBody(viewer, meeting);
    return { ...body, data: withHistory(body.data, meeting, histories[place] ?? []) };
  });
}

type MeetingBody = ReturnType<typeof meetingBody>;

/** Without the changes of status. */
export function meetingBody(viewer: Viewer, meeting: Meeting) {
  return {
    id: Number(meeting.id),
    user_id: Number(meeting.userId),
    platform: meeting.platform,
    native_meeting_id: meeting.nativeMeetingId,
    constructed_meeting_url: meetingUrl(meeting),
    status: meeting.status,
    bot_container_id: meeting.botContainerId,
    start_time: meeting.startTime,
    end_time: meeting.endTime,
    completion_reason: known(COMPLETION_REASONS, meeting.completionReason),
    failure_stage: known(FAILURE_STAGES, meeting.failureStage),
    data: meetingData(viewer, meeting),
    created_at: meeting.createdAt,
    updated_at: meeting.updatedAt,
  };
}
