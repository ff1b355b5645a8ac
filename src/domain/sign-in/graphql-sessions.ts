import { InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { encodeId, readId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import {
  type ListedSession,
  listSignInSessions,
  MOST_SESSIONS,
} from '../../security/sessions/list.ts';
import { UserRef } from '../users/graphql.ts';
import { readNamedUser, UserBy } from '../users/graphql-by.ts';
import { SESSION_ACCESS } from './access.ts';
import { endSession, endSessionsOf } from './sessions.ts';

export const SignInSessionRef = builder.objectRef<ListedSession>('SignInSession').implement({
  description: 'A person who is signed in with a browser.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      resolve: ({ id }) => encodeId('SignInSession', id),
    }),
    provider: t.exposeString('provider', {
      description: 'The name of the sign-in provider in the settings; `link` after a sign-in link.',
    }),
    subject: t.exposeString('subject', {
      description: "The provider's permanent id of the person; after a link, the id of the user.",
    }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The user whose rights the session has; null for operators.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === null ? null : loaders.owner.load(userId),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the person signed in.',
    }),
    lastUsedAt: t.expose('usedAt', {
      type: 'DateTime',
      description: 'When it was last used, to the minute.',
    }),
    expiresAt: t.expose('endsAt', {
      type: 'DateTime',
      description: 'When it ends if it is not used until then.',
    }),
    isCurrent: t.boolean({
      description: 'Whether this request belongs to it.',
      resolve: ({ id }, _args, { viewer: { operator, holder } }) =>
        (operator?.login ?? holder?.login)?.sessionId === id,
    }),
  }),
});

builder.queryField('signInSessions', (t) =>
  t.field({
    type: [SignInSessionRef],
    access: { requires: 'ADMIN' },
    cost: { base: 5, items: { about: 20 } },
    description: `Who is signed in with a browser, operators included: the ${MOST_SESSIONS} sessions that were used last.`,
    resolve: (_root, _args, { app }) => listSignInSessions(app),
  }),
);

builder.objectFields(UserRef, (t) => ({
  sessions: t.field({
    type: [SignInSessionRef],
    access: SESSION_ACCESS.sessions,
    cost: { items: { about: 3 } },
    description:
      'The sessions of browsers that have the rights of this user; those used last first.',
    resolve: async ({ id }, _args, { loaders }) => [...(await loaders.sessionsOfUser.load(id))],
  }),
}));

const EndSignInSessionsInput = builder.inputType('EndSignInSessionsInput', {
  isOneOf: true,
  description: 'Which sessions to end, in exactly one way.',
  fields: (t) => ({
    id: t.id({ description: 'One session.' }),
    user: t.field({
      type: UserBy,
      description: 'All that have the rights of this user, and its sign-in link.',
    }),
  }),
});

const EndSignInSessionsSuccess = builder
  .objectRef<{ readonly count: number }>('EndSignInSessionsSuccess')
  .implement({
    description: 'The sessions have ended.',
    fields: (t) => ({
      count: t.exposeInt('count', {
        description: 'How many this call ended; 0 if none were left.',
      }),
    }),
  });

builder.mutationField('endSignInSessions', (t) =>
  t.field({
    type: EndSignInSessionsSuccess,
    access: { requires: 'ADMIN' },
    description:
      'Signs people out: ends sessions of browsers at once, in every process. Whoever has a sign-in provider can sign in again; suspend the user to prevent that.',
    errors: {
      types: [InvalidInputError, NotFoundError],
      union: { name: 'EndSignInSessionsResult', description: 'The result of `endSignInSessions`.' },
    },
    args: {
      input: t.arg({ type: EndSignInSessionsInput, required: true, description: 'The sessions.' }),
    },
    resolve: async (_root, { input: { id, user } }, context) => ({
      count: user
        ? await endSessionsOf(context.app, context, await readNamedUser(context, user))
        : await endSession(context.app, context, readId('SignInSession', id ?? '', ['id'])),
    }),
  }),
);
