import type { GraphQLResolveInfo } from 'graphql';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { parseInput } from '../../core/input/issues.ts';
import { builder, type InputFields } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { missingField, useInstead } from '../../kit/graphql/older-field.ts';
import { refused } from '../../kit/graphql/refused.ts';
import { owns } from '../../security/callers/viewer.ts';
import { UserRef } from '../users/graphql.ts';
import { readUser, UserBy } from '../users/graphql-by.ts';
import type { User } from '../users/rows.ts';
import { webhookInput } from './input.ts';
import { removeWebhook, setWebhook } from './service.ts';

const WebhookEventInput = builder.inputType('WebhookEventInput', {
  description: 'Whether one type of event is sent.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'An event type, such as `meeting.completed`.' }),
    isWanted: t.boolean({ required: true, description: 'Whether it is sent.' }),
  }),
});

const WHOSE = 'The user. Required with an admin key; a user key defaults to its own user.';

function ownerFields(t: InputFields) {
  return {
    user: t.field({ type: UserBy, description: WHOSE }),
    userId: t.id({ deprecationReason: useInstead('user'), description: 'The id of the user.' }),
  };
}

const SetWebhookInput = builder.inputType('SetWebhookInput', {
  description: 'The webhook of a user. Omitted fields stay as they are.',
  fields: (t) => ({
    ...ownerFields(t),
    url: t.field({
      type: 'URL',
      required: true,
      description: 'An http or https URL on the public internet, without a user name or password.',
    }),
    secret: t.string({
      description: 'The secret that signs events, at most 512 characters; null or blank: none.',
    }),
    events: t.field({
      type: [WebhookEventInput],
      description: "The events to send; null: the platform's default.",
    }),
  }),
});

const RemoveWebhookInput = builder.inputType('RemoveWebhookInput', {
  description: 'The user whose webhook to remove.',
  fields: ownerFields,
});

function changedType(name: 'SetWebhookSuccess' | 'RemoveWebhookSuccess', description: string) {
  return builder.objectRef<{ readonly user: User }>(name).implement({
    description,
    fields: (t) => ({
      user: t.expose('user', { type: UserRef, description: 'The user in its current state.' }),
    }),
  });
}

/** @throws ForbiddenError for another user's, InvalidInputError when an admin key names none */
async function readOwner(
  context: Context,
  info: GraphQLResolveInfo,
  { user, userId }: typeof RemoveWebhookInput.$inferInput,
): Promise<bigint> {
  const { viewer } = context;
  const own = viewer.holder?.userId;
  const named = await readUser(context, { user, older: { name: 'userId', value: userId } });
  const requested = named ?? own;
  if (requested === undefined)
    throw missingField('user', 'is required with an admin key, which has no user');
  if (!owns(viewer, requested))
    throw refused(
      context,
      info,
      new ForbiddenError('A user key can set the webhook of its own user only'),
    );
  return requested;
}

const ERRORS = [InvalidInputError, NotFoundError];

builder.mutationFields((t) => ({
  setWebhook: t.field({
    type: changedType('SetWebhookSuccess', 'The webhook was set.'),
    access: { requires: 'USER', scopes: ['bot', 'tx'] },
    description:
      "Sets where a user's events are sent. The URL must lead to the public internet: its name is resolved and its redirects are followed. A URL that cannot be checked within five seconds is refused.",
    errors: {
      types: ERRORS,
      union: { name: 'SetWebhookResult', description: 'The result of `setWebhook`.' },
    },
    args: {
      input: t.arg({ type: SetWebhookInput, required: true, description: 'The webhook.' }),
    },
    resolve: async (_root, { input: { user, userId, events, ...rest } }, context, info) => {
      const named =
        events && Object.fromEntries(events.map(({ name, isWanted }) => [name, isWanted]));
      const input = parseInput(webhookInput, { ...rest, events: named });
      const owner = await readOwner(context, info, { user, userId });
      return { user: await setWebhook(context.app, context, owner, input) };
    },
  }),
  removeWebhook: t.field({
    type: changedType('RemoveWebhookSuccess', 'The webhook was removed.'),
    access: { requires: 'USER', scopes: ['bot', 'tx'] },
    description: "Removes a user's webhook and its secret.",
    errors: {
      types: ERRORS,
      union: { name: 'RemoveWebhookResult', description: 'The result of `removeWebhook`.' },
    },
    args: {
      input: t.arg({ type: RemoveWebhookInput, required: true, description: 'The user.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      user: await removeWebhook(context.app, context, await readOwner(context, info, input)),
    }),
  }),
}));
