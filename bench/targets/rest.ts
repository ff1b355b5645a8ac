import { isFields, NOT_REPORTED } from '../answers.ts';
import type { Subject } from '../subject.ts';
import { sendCheck } from './gateway.ts';
import { ADMIN, at, holder } from './graphql.ts';
import { withMix } from './mix.ts';
import type { Operation, Request, Target } from './target.ts';

/** The service over REST, where it has a route for the workload. */
export const rest: Target = {
  name: 'rest',
  server: 'ours',
  operations: withMix({
    W1: route(({ userId }) => get(`/admin/users/${userId}`)),
    W2: route(({ users }) => get(`/admin/users?limit=100&skip=${users.offset}`)),
    W3: route(({ meetings }) =>
      get(`/admin/stats/meetings-users?limit=100&skip=${meetings.offset}`),
    ),
    W4: route(
      ({ meetingId }) => get(`/admin/analytics/meetings/${meetingId}/telematics`),
      telematics,
    ),
    W4f: route(
      ({ meetingId }) => get(`/admin/analytics/meetings/${meetingId}/telematics`),
      telematics,
    ),
    W5: route(
      ({ heavyUserId }) =>
        get(`/admin/analytics/users/${heavyUserId}/details?include_meetings=false`),
      (body) => (isFields(body) && isFields(body['user']) ? { ...body, ...body['user'] } : body),
    ),
    // Two requests for what one document does.
    W6: {
      requests: ({ userId, email }) => [
        {
          method: 'POST',
          path: '/admin/users',
          headers: { 'content-type': 'application/json', ...ADMIN },
          body: JSON.stringify({ email }),
        },
        { ...get(`/admin/users/${userId}/tokens?scopes=bot,tx`), method: 'POST' },
      ],
      read: (user, token) => ({ email: at(user, 'email'), secret: at(token, 'token') }),
    },
    W7: route(
      (subject) => ({
        method: 'GET',
        path: `/meetings?limit=50&offset=${subject.ownMeetings.offset}`,
        headers: holder(subject),
      }),
      (body) => at(body, 'meetings'),
    ),
    W8: route(sendCheck),
  }),
};

function get(path: string): Request {
  return { method: 'GET', path, headers: ADMIN };
}

function route(
  request: (subject: Subject) => Request,
  read: Operation['read'] = (body) => body,
): Operation {
  return { requests: (subject) => [request(subject)], read };
}

/** The performance of a meeting that goes on is not told: null says nothing of it. */
function telematics(body: unknown): unknown {
  if (!isFields(body)) return body;
  return { ...body, performance_metrics: body['performance_metrics'] ?? NOT_REPORTED };
}
