import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { MAX_ROWS, rowId, rowLimit, rowOffset } from '../../kit/rest/parameters.ts';
import { route, userReach } from '../../kit/rest/route.ts';
import { TRANSCRIPTS } from './access.ts';
import { listSegments, type Segment } from './segments.ts';
import { getMeeting } from './service.ts';

const segmentSchema = z
  .object({
    segment_id: field(
      'TranscriptSegment.segmentId',
      z
        .string()
        .nullable()
        .describe("The bot's own id, unique within the meeting; null if imported."),
    ),
    session_uid: field(
      'TranscriptSegment.sessionUid',
      z
        .string()
        .nullable()
        .describe('The session that the offsets count from; null: the start of the meeting.'),
    ),
    at: field(
      'TranscriptSegment.at',
      z.iso.datetime().describe('When the segment begins, in UTC.'),
    ),
    start_offset: field(
      'TranscriptSegment.startOffset',
      z.number().describe('Seconds from the start of the session to the start of the segment.'),
    ),
    end_offset: field(
      'TranscriptSegment.endOffset',
      z.number().describe('Seconds from the start of the session to the end of the segment.'),
    ),
    text: field('TranscriptSegment.text', z.string().describe('The spoken text.')),
    speaker: field(
      'TranscriptSegment.speaker',
      z.string().nullable().describe('The speaker; null if unknown.'),
    ),
    language: field(
      'TranscriptSegment.language',
      z.string().nullable().describe('The language code as recorded; null if unknown.'),
    ),
  })
  .meta({ id: 'TranscriptSegment', description: 'One segment of a transcript.' });

const segmentPage = z.object({
  segments: field(
    'Meeting.segments',
    z.array(segmentSchema).describe('The segments of this page.'),
    { rule: TRANSCRIPTS },
  ),
  has_more: field(
    'PageInfo.hasNextPage',
    z.boolean().describe('Whether there are more segments after this page.'),
  ),
});

export const segmentRoute = route({
  method: 'GET',
  path: '/meetings/{meeting_id}/segments',
  operationId: 'listSegments',
  tag: 'Meetings',
  access: { requires: TRANSCRIPTS.requires, scopes: TRANSCRIPTS.scopes },
  summary: 'Read the transcript of one of your meetings',
  description:
    "The transcript of one meeting of the key's user, in the order of the times at which its segments begin. The key needs the scope `tx`.",
  pathParameters: z.object({ meeting_id: rowId('The id of the meeting.') }),
  query: z.object({
    limit: rowLimit(MAX_ROWS, 'The maximum number of segments.'),
    offset: rowOffset('How many segments to skip.'),
  }),
  responses: {
    200: { description: 'The segments.', schema: segmentPage },
    404: {
      description: 'The meeting does not exist or belongs to another user: `Meeting not found`.',
    },
  },
  handle: async (context, { path, query }) => {
    const { app, viewer } = context;
    const parent = await getMeeting(app, path.meeting_id, userReach(context));
    const { rows, hasNextPage } = await listSegments(app, parent.id, query);
    const body = { segments: rows.map(segmentBody), has_more: hasNextPage };
    return jsonAnswer(200, readable(segmentPage, { viewer, parent }, body));
  },
});

function segmentBody(segment: Segment) {
  return {
    segment_id: segment.segmentId,
    session_uid: segment.sessionUid,
    at: segment.at.toISOString(),
    start_offset: segment.startOffset,
    end_offset: segment.endOffset,
    text: segment.text,
    speaker: segment.speaker,
    language: segment.language,
  };
}
