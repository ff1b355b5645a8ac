import type { GraphQLResolveInfo } from 'graphql';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { refused } from '../../kit/graphql/refused.ts';
import { isAdmin } from '../../security/callers/viewer.ts';
import { UserRef } from '../users/graphql.ts';
import type { User } from '../users/rows.ts';
import { webhookInput } from './input.ts';
import { removeWebhook, setWebhook } from './service.ts';

const WebhookEventInput = builder.inputType('WebhookEventInput', {
  description: 'Whether one kind of event is sent.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Such as `meeting.completed`.' }),
    isWanted: t.boolean({ required: true, description: 'Whether it is sent.' }),
  }),
});

const WHOSE = 'Whose webhook. An admin key must say; a user key means its own user.';

const SetWebhookInput = builder.inputType('SetWebhookInput', {
  description: 'Where events are to go. What is left out stays as it is.',
  fields: (t) => ({
    userId: t.id({ description: WHOSE }),
    url: t.field({
      type: 'URL',
      required: true,
      description:
        'An http or https address of the internet, without a user name or password in it.',
    }),
    secret: t.string({
      description: 'What events are signed with, at most 512 characters; null or blank: nothing.',
    }),
    events: t.field({
      type: [WebhookEventInput],
      description: 'Which events are wanted; null: those of the platform.',
    }),
  }),
});

const RemoveWebhookInput = builder.inputType('RemoveWebhookInput', {
  description: 'Whose events are to go nowhere.',
  fields: (t) => ({ userId: t.id({ description: WHOSE }) }),
});

function changedType(name: 'SetWebhookSuccess' | 'RemoveWebhookSuccess', description: string) {
  return builder.objectRef<{ readonly user: User }>(name).implement({
    description,
    fields: (t) => ({
      user: t.expose('user', { type: UserRef, description: 'The user as it is now.' }),
    }),
  });
}

/** @throws ForbiddenError for another user's, InvalidInputError when an admin key names none */
function readOwner(
  context: Context,
  info: GraphQLResolveInfo,
  userId: string | null | undefined,
): bigint {
  const { viewer } = context;
  const own = viewer.holder?.userId;
  const asked = userId == null ? own : readId('User', userId, ['userId']);
  if (asked === undefined) {
    const message = 'must be given with an admin key: it has no user of its own';
    throw new InvalidInputError([{ path: ['userId'], message, type: 'missing' }]);
  }
  if (!isAdmin(viewer) && asked !== own)
    throw refused(
      context,
      info,
      new ForbiddenError('A user key sets the webhook of its own user only'),
    );
  return asked;
}

const ERRORS = [InvalidInputError, NotFoundError];

builder.mutationFields((t) => ({
  setWebhook: t.field({
    type: changedType('SetWebhookSuccess', 'The webhook is set.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description:
      "Sets where a user's events go. The address must be one of the internet: the name is resolved, and what it redirects to is looked at; what could not be checked within five seconds is refused.",
    errors: {
      types: ERRORS,
      union: { name: 'SetWebhookResult', description: 'What `setWebhook` answers.' },
    },
    args: {
      input: t.arg({ type: SetWebhookInput, required: true, description: 'The webhook.' }),
    },
    resolve: async (_root, { input: { userId, events, ...rest } }, context, info) => {
      const named =
        events && Object.fromEntries(events.map(({ name, isWanted }) => [name, isWanted]));
      const input = parseInput(webhookInput, { ...rest, events: named });
      const owner = readOwner(context, info, userId);
      return { user: await setWebhook(context.app, context, owner, input) };
    },
  }),
  removeWebhook: t.field({
    type: changedType('RemoveWebhookSuccess', 'The webhook is removed.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description: "Removes a user's webhook with its secret.",
    errors: {
      types: ERRORS,
      union: { name: 'RemoveWebhookResult', description: 'What `removeWebhook` answers.' },
    },
    args: {
      input: t.arg({ type: RemoveWebhookInput, required: true, description: 'Whose webhook.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      user: await removeWebhook(context.app, context, readOwner(context, info, input.userId)),
    }),
  }),
}));
