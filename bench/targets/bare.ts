import type { Position, Subject } from '../subject.ts';
import { ADMIN, holder } from './graphql.ts';
import type { Operation, Target } from './target.ts';

/** A route for each workload. */
export const bare: Target = {
  name: 'bare',
  server: 'bare',
  operations: {
    W1: read(({ userId }) => `/user/${userId}`),
    W2: read(({ users }) => `/users${after(users)}`),
    W3: read(({ meetings }) => `/counted-meetings${after(meetings)}`),
    W3n: read(({ meetings }) => `/meetings${after(meetings)}`),
    W4: read(({ meetingId }) => `/telematics/${meetingId}`),
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
  },
};

function after({ createdAt, id }: Position): string {
  return `/${createdAt}/${id}`;
}

function read(pathOf: (subject: Subject) => string): Operation {
  return {
    requests: (subject) => [{ method: 'GET', path: pathOf(subject), headers: ADMIN }],
    read: (body) => body,
  };
}
