import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { combinedQueries } from '../../data/coalescing/combined-query.ts';
import type { MeetingSession } from '../../data/generated/prisma/client.ts';
import { field } from '../../kit/rest/fields.ts';
import { flag, rowId } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { EVERYTHING } from '../../security/authentication/reach.ts';
import { listSessions } from '../meetings/history.ts';
import { meetingBodies, meetingSchema } from '../meetings/rest-body.ts';
import { getMeeting } from '../meetings/service.ts';
import {
  outcomeBody,
  outcomeSchema,
  performanceBody,
  performanceSchema,
  transcriptionBody,
  transcriptionSchema,
} from './rest-body.ts';
import { loadPerformance, loadTranscripts } from './service.ts';

const sessionSchema = z
  .object({
    id: field('MeetingSession.databaseId', z.int().describe('The id of the session.')),
    meeting_id: field('Meeting.databaseId', z.int().describe('The id of the meeting.')),
    session_uid: field(
      'MeetingSession.sessionUid',
      z.string().describe("The bot's own id for the session, unique within the meeting."),
    ),
    session_start_time: field(
      'MeetingSession.startedAt',
      z.iso.datetime().describe('When the connection began, in UTC.'),
    ),
  })
  .meta({ id: 'MeetingSession', description: 'One connection of a bot.' });

function sessionBody({ id, meetingId, sessionUid, startedAt }: MeetingSession) {
  return {
    id: Number(id),
    meeting_id: Number(meetingId),
    session_uid: sessionUid,
    session_start_time: startedAt,
  };
}

const telematics = route({
  method: 'GET',
  path: '/admin/analytics/meetings/{meeting_id}/telematics',
  operationId: 'getTelematics',
  tag: 'Analytics',
  access: { requires: 'OPERATOR' },
  summary: 'Read the measurements of a meeting',
  description:
    'One meeting with its sessions and figures. The GraphQL type `Telematics` defines each figure.',
  pathParameters: z.object({ meeting_id: rowId('The id of the meeting.') }),
  query: z.object({
    include_transcriptions: flag(true, 'Whether to include the transcript figures.'),
    include_sessions: flag(true, 'Whether to include the sessions.'),
  }),
  responses: {
    200: {
      description: 'The meeting and its figures.',
      schema: z.object({
        meeting: field('Query.meeting', meetingSchema),
        sessions: field(
          'Meeting.sessions',
          z.array(sessionSchema).describe('Oldest first; empty if not requested.'),
        ),
        transcription_stats: field(
          'Telematics.transcription',
          transcriptionSchema
            .nullable()
            .describe('Null without a transcript, and if not requested.'),
        ),
        performance_metrics: field(
          'Telematics.performance',
          performanceSchema
            .nullable()
            .describe('Null while the meeting lasts, and if nothing is known.'),
        ),
        outcome: field('Telematics.outcome', outcomeSchema),
      }),
    },
    404: { description: 'The meeting does not exist: `Meeting not found`.' },
  },
  handle: async (context, { path, query }) => {
    const { app } = context;
    const meeting = await getMeeting(app, path.meeting_id, EVERYTHING);
    const read = combinedQueries(app);
    const [[body], sessions, [performance], [transcript]] = await Promise.all([
      meetingBodies(context, [meeting]),
      query.include_sessions ? listSessions(app, [meeting.id]) : [],
      loadPerformance(read, [meeting.id]),
      query.include_transcriptions ? loadTranscripts({ app, read }, [meeting.id]) : [],
    ]);
    return jsonAnswer(200, {
      meeting: body,
      sessions: sessions.map(sessionBody),
      transcription_stats: transcript ? transcriptionBody(transcript) : null,
      performance_metrics: performance ? performanceBody(performance) : null,
      outcome: performance ? outcomeBody(performance) : null,
    });
  },
});

export const telematicsRoutes = [telematics];
