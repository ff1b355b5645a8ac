import { z } from 'zod';
import { InvalidInputError } from '../../core/errors.ts';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { parseInput } from '../../core/input/issues.ts';
import { field } from '../../kit/rest/fields.ts';
import { route } from '../../kit/rest/route.ts';
import { endedMeeting, lightData, RECORDED_EVENTS, vexaEvent } from './input.ts';
import type { EndReport } from './items.ts';
import { recordEnd } from './record.ts';

const received = z.object({
  event_id: field(null, z.string().describe('The id of the event.')),
  meeting_id: field(
    'Meeting.databaseId',
    z.int().nullable().describe('The id of the meeting here; null for an event that is ignored.'),
  ),
  created: field(null, z.boolean().describe('Whether the meeting was not known before.')),
  omitted: field(
    null,
    z
      .array(z.string())
      .describe(
        'The names in the `data` of a new meeting that were not stored: they hold numbers that would be rounded, texts that cannot be stored, or too much.',
      ),
  ),
});

const receive = route({
  method: 'POST',
  path: '/internal/vexa/events',
  operationId: 'receiveVexaEvent',
  tag: 'Platform',
  access: { requires: 'SIGNATURE' },
  summary: 'Receive an event of Vexa',
  description:
    'The operator callback of a running Vexa 0.12 (`VEXA_SYSTEM_WEBHOOK_URL`): `meeting.completed` and `bot.failed` end a meeting here within seconds. Each `event_id` counts once within a day; a repetition gets the same answer. The order of events makes no difference. `X-Webhook-Timestamp` may differ from the clock here by five minutes.',
  body: vexaEvent,
  bodyExample: {
    event_id: 'evt_5f3c1a9b8d2e4f6a7b0c1d2e3f4a5b6c',
    event_type: 'meeting.completed',
    data: {
      meeting: {
        id: 11367,
        user_id: 1,
        platform: 'google_meet',
        native_meeting_id: 'abc-defg-hij',
        status: 'completed',
        completion_reason: 'stopped',
        failure_stage: null,
        start_time: '2026-06-18T10:00:00.000Z',
        end_time: '2026-06-18T10:42:00.000Z',
        data: { name: 'Weekly sync' },
        created_at: '2026-06-18T09:59:30.000Z',
        updated_at: '2026-06-18T10:42:00.000Z',
      },
    },
  },
  needsBody: true,
  // The id of the event is what counts once.
  idempotencyKey: 'HARMLESS',
  responses: {
    200: { description: 'The event is recorded, or ignored.', schema: received },
    401: {
      description:
        '`Invalid webhook signature` or `Webhook timestamp is too old or in the future`.',
    },
    404: {
      description:
        '`Unknown user`: the user was not imported; see `VEXA_EVENT_USERS`. The next import brings the meeting. `The meeting was deleted`: by age, and no event brings it back.',
    },
    409: {
      description:
        'The number of the meeting or its user belongs to somebody or something else here; nothing is recorded.',
    },
    503: {
      description:
        'Nothing is recorded yet, and the platform tries again: the database is unavailable, or `VEXA_SYSTEM_WEBHOOK_SECRET not configured`.',
    },
  },
  handle: async (context, { body }) => {
    const { event_id, event_type } = body;
    if (!RECORDED_EVENTS.includes(event_type))
      return jsonAnswer(200, { event_id, meeting_id: null, created: false, omitted: [] });
    const report = reportOf(body);
    const { meetingId, created } = await recordEnd(context.app, context, report);
    const omitted = created ? lightData(report.meeting.data).omitted : [];
    return jsonAnswer(200, { event_id, meeting_id: Number(meetingId), created, omitted });
  },
});

/** @throws InvalidInputError with places in the body */
function reportOf({ event_id, data }: z.output<typeof vexaEvent>): EndReport {
  try {
    const { meeting, status_change: reason } = parseInput(endedMeeting, { data }).data;
    return { eventId: event_id, meeting, reason };
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(
      error.issues.map((issue) => ({ ...issue, path: ['body', ...issue.path] })),
    );
  }
}

export const vexaEventRoutes = [receive];
