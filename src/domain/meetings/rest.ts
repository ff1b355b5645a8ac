import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { text } from '../../core/input/rules.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { MAX_ROWS, rowId, rowLimit, rowOffset } from '../../kit/rest/parameters.ts';
import { holderOf, route, userReach } from '../../kit/rest/route.ts';
import { OWN_MEETINGS, USER_ACCESS } from '../users/access.ts';
import { meetingBodies, meetingSchema } from './rest-body.ts';
import { segmentRoute } from './rest-segments.ts';
import { getMeeting } from './service.ts';
import { listUserMeetings } from './user-scoped.ts';

const tag = 'Meetings';
const access = OWN_MEETINGS;

const userMeetings = z.object({
  meetings: field('User.meetings', z.array(meetingSchema).describe('The meetings of this page.'), {
    rule: USER_ACCESS.meetings,
  }),
  has_more: field(
    'PageInfo.hasNextPage',
    z.boolean().describe('Whether there are more meetings after this page.'),
  ),
});

const list = route({
  method: 'GET',
  path: '/meetings',
  operationId: 'listMeetings',
  tag,
  access,
  summary: 'List your meetings',
  description:
    "The meetings of the key's user, newest first. Requires a key with the scope `bot` or `tx`.",
  query: z.object({
    limit: rowLimit(MAX_ROWS, 'The maximum number of meetings.'),
    offset: rowOffset('How many meetings to skip.'),
    status: text({ max: 255 })
      .optional()
      .meta({
        description:
          'Only meetings with exactly this status, also by the older words `needs_help` and `error`; an unknown status matches none.',
        param: { example: 'completed' },
      }),
    platform: text({ max: 255 })
      .optional()
      .meta({
        description: 'Only meetings on exactly this platform; an unknown platform matches none.',
        param: { example: 'google_meet' },
      }),
  }),
  responses: {
    200: {
      description: 'The meetings.',
      schema: userMeetings,
    },
  },
  handle: async (context, { query }) => {
    const { app, viewer } = context;
    const { userId } = holderOf(context);
    const { rows, hasNextPage } = await listUserMeetings(app, userId, query);
    const meetings = await meetingBodies(context, rows);
    const body = { meetings, has_more: hasNextPage };
    return jsonAnswer(200, readable(userMeetings, { viewer, parent: { id: userId } }, body));
  },
});

const byId = route({
  method: 'GET',
  path: '/meetings/{meeting_id}',
  operationId: 'getMeeting',
  tag,
  access,
  summary: 'Read one of your meetings',
  description: "One meeting of the key's user.",
  pathParameters: z.object({ meeting_id: rowId('The id of the meeting.') }),
  responses: {
    200: { description: 'The meeting.', schema: meetingSchema },
    404: {
      description: 'The meeting does not exist or belongs to another user: `Meeting not found`.',
    },
  },
  handle: async (context, { path }) => {
    const meeting = await getMeeting(context.app, path.meeting_id, userReach(context));
    const [body] = await meetingBodies(context, [meeting]);
    return jsonAnswer(200, body);
  },
});

export const meetingRoutes = [list, byId, segmentRoute];
