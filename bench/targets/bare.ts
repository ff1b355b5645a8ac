import type { Position, Subject } from '../subject.ts';
import { ADMIN, holder } from './graphql.ts';
import { withMix } from './mix.ts';
import type { Operation, Target } from './target.ts';

/** A route for each workload: bench/peers/bare.mjs and fastify.mjs. */
function routesTarget(name: string): Target {
  return {
    name,
    server: name,
    operations: withMix({
      W1: read(({ userId }) => `/user/${userId}`),
      W2: read(({ users }) => `/users${after(users)}`),
      W3: read(({ meetings }) => `/counted-meetings${after(meetings)}`),
      W3n: read(({ meetings }) => `/meetings${after(meetings)}`),
      W4: read(({ meetingId }) => `/telematics/${meetingId}`),
      W4f: read(({ meetingId }) => `/telematics/${meetingId}`),
      W5: read(({ heavyUserId }) => `/details/${heavyUserId}`),
      W6: {
        requests: ({ userId, email }) => [
          {
            method: 'POST',
            path: '/create-and-mint',
            headers: { 'content-type': 'application/json', ...ADMIN },
            body: JSON.stringify({ email, userId, scopes: ['bot', 'tx'] }),
          },
        ],
        read: (body) => body,
      },
      W7: {
        requests: (subject) => [
          {
            method: 'GET',
            path: `/my-meetings${after(subject.ownMeetings)}`,
            headers: holder(subject),
          },
        ],
        read: (body) => body,
      },
      W8: {
        requests: ({ key }) => [{ method: 'GET', path: '/me', headers: { 'x-api-key': key } }],
        read: (body) => body,
      },
    }),
  };
}

export const bare = routesTarget('bare');
export const fastify = routesTarget('fastify');

function after({ createdAt, id }: Position): string {
  return `/${createdAt}/${id}`;
}

function read(pathOf: (subject: Subject) => string): Operation {
  return {
    requests: (subject) => [{ method: 'GET', path: pathOf(subject), headers: ADMIN }],
    read: (body) => body,
  };
}
