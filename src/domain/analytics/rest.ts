import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { countAll } from '../../data/paging/list.ts';
import { field } from '../../kit/rest/fields.ts';
import { rowLimit, rowOffset } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { MEETINGS } from '../meetings/list.ts';
import { meetingBodies, meetingBody, meetingSchema } from '../meetings/rest-body.ts';
import { listMeetings, WITH_OWNER, WITHOUT_DATA } from '../meetings/service.ts';
import { userBody, userSchema } from '../users/rest-body.ts';
import { listUserRows } from '../users/service.ts';

const tag = 'Analytics';
const access = { requires: 'OPERATOR', analytics: true } as const;

function window(what: string, limit: number) {
  return z.object({
    skip: rowOffset(`How many ${what} to skip.`),
    limit: rowLimit(limit, `The maximum number of ${what}.`),
  });
}

const meetingsWithUsers = route({
  method: 'GET',
  path: '/admin/stats/meetings-users',
  operationId: 'listMeetingsWithUsers',
  tag,
  access,
  summary: 'List meetings with their users',
  description:
    'All meetings, newest first, each with its user. The read-only analytics key may call it.',
  query: window('meetings', 100),
  responses: {
    200: {
      description: 'The meetings of this page.',
      schema: z.object({
        total: field(
          'MeetingConnection.totalCount',
          z.int().describe('The total number of meetings.'),
        ),
        items: field(
          'MeetingConnection.edges',
          z
            .array(
              meetingSchema.extend({
                user: field('Meeting.user', userSchema.describe('The user who requested the bot.')),
              }),
            )
            .describe('The meetings of this page, newest first.'),
        ),
      }),
    },
  },
  handle: async (context, { query }) => {
    const { app } = context;
    const page = { limit: query.limit, offset: query.skip };
    const [total, meetings] = await Promise.all([
      countAll(app, MEETINGS, {}),
      listMeetings(app, page, WITH_OWNER),
    ]);
    const bodies = await meetingBodies(context, meetings);
    const items = bodies.map((body, place) => {
      const owner = meetings[place]?.owner;
      return { ...body, user: owner && userBody(context, owner) };
    });
    return jsonAnswer(200, { total, items });
  },
});

const users = route({
  method: 'GET',
  path: '/admin/analytics/users',
  operationId: 'listAnalyticsUsers',
  tag,
  access,
  summary: 'List users for a table',
  description: 'Users by id, ascending. The read-only analytics key may call it.',
  query: window('users', 1_000),
  responses: {
    200: {
      description: 'The users, as a plain list.',
      schema: z.array(userSchema.omit({ data: true })),
    },
  },
  handle: async (context, { query }) => {
    const page = { limit: query.limit, offset: query.skip };
    const found = await listUserRows(context.app, page);
    return jsonAnswer(
      200,
      found.map((user) => {
        const { data: _data, ...body } = userBody(context, { ...user, data: {} });
        return body;
      }),
    );
  },
});

const shortMeeting = meetingSchema.pick({
  id: true,
  user_id: true,
  platform: true,
  native_meeting_id: true,
  status: true,
  start_time: true,
  end_time: true,
  created_at: true,
  updated_at: true,
});

const meetings = route({
  method: 'GET',
  path: '/admin/analytics/meetings',
  operationId: 'listAnalyticsMeetings',
  tag,
  access,
  summary: 'List meetings for a table',
  description: 'All meetings, newest first. The read-only analytics key may call it.',
  query: window('meetings', 1_000),
  responses: {
    200: { description: 'The meetings, as a plain list.', schema: z.array(shortMeeting) },
  },
  handle: async ({ app, viewer }, { query }) => {
    const page = { limit: query.limit, offset: query.skip };
    const found = await listMeetings(app, page, WITHOUT_DATA);
    return jsonAnswer(
      200,
      found.map((meeting) => {
        const { constructed_meeting_url, bot_container_id, data, ...rest } = meetingBody(viewer, {
          ...meeting,
          data: {},
        });
        const { completion_reason, failure_stage, ...body } = rest;
        return body;
      }),
    );
  },
});

export const analyticsRoutes = [meetingsWithUsers, users, meetings];
