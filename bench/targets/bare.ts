import type { Subject } from '../workloads.ts';
import { ADMIN, holder } from './graphql.ts';
import type { Operation, Target } from './target.ts';

/** A route for each workload. */
export const bare: Target = {
  name: 'bare',
  server: 'bare',
  operations: {
    W1: read(({ userId }) => `/user/${userId}`),
    W2: read(() => '/users'),
    W3: read(() => '/counted-meetings'),
    W3n: read(() => '/meetings'),
    W4: read(({ meetingId }) => `/telematics/${meetingId}`),
    W5: read(({ heavyUserId }) => `/details/${heavyUserId}`),
    W6: {
      request: ({ mints, userId, email }) => ({
        method: 'POST',
        path: mints ? '/mint-token' : '/create-user',
        headers: { 'content-type': 'application/json', ...ADMIN },
        body: JSON.stringify(mints ? { userId, scopes: ['bot', 'tx'] } : { email }),
      }),
      read: (body) => body,
    },
    W7: {
      request: (subject) => ({ method: 'GET', path: '/my-meetings', headers: holder(subject) }),
      read: (body) => body,
    },
  },
};

function read(pathOf: (subject: Subject) => string): Operation {
  return {
    request: (subject) => ({ method: 'GET', path: pathOf(subject), headers: ADMIN }),
    read: (body) => body,
  };
}
