import { ConflictError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { UserRef } from '../users/graphql.ts';
import { readNamedUser, UserBy } from '../users/graphql-by.ts';
import { ViewerRef } from '../viewer/graphql.ts';
import { type CreatedLink, createSignInLink, createsSignInLinks } from './links.ts';

const CreateSignInLinkInput = builder.inputType('CreateSignInLinkInput', {
  description: 'Whom the link signs in.',
  fields: (t) => ({
    user: t.field({ type: UserBy, required: true, description: 'The user.' }),
  }),
});

const CreateSignInLinkSuccess = builder
  .objectRef<CreatedLink>('CreateSignInLinkSuccess')
  .implement({
    description: 'The link was created. An earlier link of the user no longer works.',
    fields: (t) => ({
      user: t.expose('user', { type: UserRef, description: 'The user whom it signs in.' }),
      url: t.exposeString('url', {
        description:
          'The address to hand to the user: whoever opens it and confirms is signed in. It is never shown again.',
      }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        description: 'When it stops working, if it is not used before.',
      }),
    }),
  });

builder.mutationField('createSignInLink', (t) =>
  t.field({
    type: CreateSignInLinkSuccess,
    access: { requires: 'ADMIN' },
    description:
      "Creates a link with which a user signs in to the dashboard once, within five minutes, without a sign-in provider. The session has the rights of a user's key with all scopes that the installation allows; a role counts for nothing. A key of a user whose role is ADMIN, and an admin key that depends on a user, create none.",
    errors: {
      types: [InvalidInputError, NotFoundError, ConflictError],
      union: { name: 'CreateSignInLinkResult', description: 'The result of `createSignInLink`.' },
    },
    args: {
      input: t.arg({ type: CreateSignInLinkInput, required: true, description: 'The user.' }),
    },
    resolve: async (_root, { input: { user } }, context) =>
      createSignInLink(context.app, context, await readNamedUser(context, user)),
  }),
);

builder.objectField(ViewerRef, 'createsSignInLinks', (t) =>
  t.boolean({
    description:
      "Whether the caller may create sign-in links: an admin with the right of an operator, not with a user's key or an admin key that depends on a user, where the service has a public address.",
    resolve: (viewer, _args, { app }) => createsSignInLinks(app, viewer),
  }),
);
