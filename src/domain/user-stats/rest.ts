import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { combinedQueries } from '../../data/coalescing/combined-query.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { flag, rowId, rowLimit, rowOffset } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { tokenBody, tokenSchema } from '../api-keys/rest-body.ts';
import { listLiveTokens } from '../api-keys/service.ts';
import { meetingBodies, meetingSchema } from '../meetings/rest-body.ts';
import { listUserMeetings } from '../meetings/user-scoped.ts';
import { USER_ACCESS } from '../users/access.ts';
import { userBody, userSchema } from '../users/rest-body.ts';
import { getUser } from '../users/service.ts';
import { countMeetings } from './meeting-stats.ts';
import {
  meetingStatsBody,
  meetingStatsSchema,
  usagePatternsBody,
  usagePatternsSchema,
} from './rest-body.ts';
import { loadUsagePatterns, USAGE_FIGURES } from './usage-patterns.ts';

const ALL_TIME = { range: null, timeZone: 'UTC', figures: USAGE_FIGURES };

const detailedUser = userSchema.extend({
  api_tokens: field(
    'User.apiTokens',
    z.array(tokenSchema).describe("The user's keys that are not revoked, masked."),
    { rule: USER_ACCESS.apiTokens },
  ),
});

const userDetails = z.object({
  user: field('Query.user', detailedUser),
  meeting_stats: field('User.meetingStats', meetingStatsSchema),
  usage_patterns: field('User.usagePatterns', usagePatternsSchema),
  api_tokens: field(
    'User.apiTokens',
    z.array(tokenSchema).nullable().describe('Null if not requested.'),
    { rule: USER_ACCESS.apiTokens, masked: null },
  ),
  meetings: field(
    'User.meetings',
    z.array(meetingSchema).nullable().describe('The meetings of this page; null if not requested.'),
    { rule: USER_ACCESS.meetings, masked: null },
  ),
});

const details = route({
  method: 'GET',
  path: '/admin/analytics/users/{user_id}/details',
  operationId: 'getUserDetails',
  tag: 'Analytics',
  access: { requires: 'OPERATOR' },
  summary: 'Read a user with statistics',
  description:
    'One user with statistics over all its meetings (hours in UTC), and its meetings, newest first. The GraphQL types `MeetingStats` and `UsagePatterns` define each figure.',
  pathParameters: z.object({ user_id: rowId('The id of the user.') }),
  query: z.object({
    include_meetings: flag(true, 'Whether to include the meetings.'),
    include_tokens: flag(false, 'Whether to repeat the keys that are in `user`.'),
    skip: rowOffset('How many meetings to skip.'),
    limit: rowLimit(100, 'The maximum number of meetings.'),
  }),
  responses: {
    200: {
      description: 'The user and its statistics.',
      schema: userDetails,
    },
    404: { description: 'The user does not exist: `User not found`.' },
  },
  handle: async (context, { path, query }) => {
    const { app, viewer } = context;
    const user = await getUser(app, path.user_id);
    const read = combinedQueries(app);
    const page = { limit: query.limit, offset: query.skip };
    const [tokens, [stats], [patterns], meetings] = await Promise.all([
      listLiveTokens(app, user.id),
      countMeetings(read, [user.id], null),
      loadUsagePatterns(read, [user.id], ALL_TIME),
      query.include_meetings ? listUserMeetings(app, user.id, page) : null,
    ]);
    const shown = meetings && (await meetingBodies(context, meetings.rows));
    const keys = tokens.map((token) => tokenBody(token));
    const asks = { viewer, parent: user };
    const body = {
      user: readable(detailedUser, asks, { ...userBody(context, user), api_tokens: keys }),
      meeting_stats: stats && meetingStatsBody(stats),
      usage_patterns: patterns && usagePatternsBody(patterns),
      api_tokens: query.include_tokens ? keys : null,
      meetings: shown,
    };
    return jsonAnswer(200, readable(userDetails, asks, body));
  },
});

export const statisticsRoutes = [details];
