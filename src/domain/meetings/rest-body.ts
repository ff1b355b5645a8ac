import { z } from 'zod';
import { field } from '../../kit/rest/fields.ts';
import type { Viewer } from '../../security/callers/viewer.ts';
import { meetingData } from './data.ts';
import type { Meeting } from './rows.ts';
import { meetingUrl } from './url.ts';
import { COMPLETION_REASONS, FAILURE_STAGES, known } from './vocabulary.ts';

const moment = z.iso.datetime();

export const meetingSchema = z
  .object({
    id: field('Meeting.databaseId', z.int().describe('The number of the meeting.')),
    user_id: field(
      'User.databaseId',
      z.int().describe('The number of the user who asked for the bot.'),
    ),
    platform: field(
      'Meeting.platformName',
      z.string().describe('Where it takes place, in the word that was recorded.'),
    ),
    native_meeting_id: field(
      'Meeting.nativeMeetingId',
      z
        .string()
        .nullable()
        .describe("The platform's own id of the call; null where it was removed."),
    ),
    constructed_meeting_url: field(
      'Meeting.url',
      z
        .string()
        .nullable()
        .describe('Where people join; null where platform and id do not say enough.'),
    ),
    status: field(
      'Meeting.statusName',
      z
        .string()
        .describe(
          'How far the bot has come, in the word that was recorded, also where it is a new one.',
        ),
    ),
    bot_container_id: field(
      null,
      z.string().nullable().describe('Which container the bot ran in.'),
    ),
    start_time: field(
      'Meeting.startTime',
      moment.nullable().describe('When the bot was let in, in UTC; null before.'),
    ),
    end_time: field(
      'Meeting.endTime',
      moment.nullable().describe('When it was over, in UTC; null before.'),
    ),
    completion_reason: field(
      'Meeting.completionReason',
      z.string().nullable().describe('Why it ended; null where it did not say a known reason.'),
    ),
    failure_stage: field(
      'Meeting.failureStage',
      z.string().nullable().describe('The status in which it failed; null unless it did.'),
    ),
    data: field(
      'Meeting.data',
      z
        .record(z.string(), z.unknown())
        .describe('What bots and other services keep with it, without its secrets.'),
    ),
    created_at: field('Meeting.createdAt', moment.describe('When the bot was asked for, in UTC.')),
    updated_at: field(
      'Meeting.updatedAt',
      moment.describe('When something of it last changed, in UTC.'),
    ),
  })
  .meta({ id: 'Meeting', description: 'One visit of a bot to one call.' });

/** A meeting as the older API shows it, as far as the viewer may read it. */
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
