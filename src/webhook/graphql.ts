import type { GraphQLResolveInfo } from 'graphql';
import { isAdmin } from '../auth/viewer.ts';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { readId } from '../graphql/ids.ts';
import { refused } from '../graphql/refused.ts';
import { parseInput } from '../input/issues.ts';
import { UserRef } from '../user/graphql.ts';
import type { User } from '../user/rows.ts';
import { webhookInput } from './input.ts';
import { maskedSecret, removeWebhook, setWebhook, type Webhook } from './service.ts';

const WebhookEventRef = builder
  .objectRef<{ readonly name: string; readonly isWanted: boolean }>('WebhookEvent')
  .implement({
    description: 'One kind of event.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Such as `meeting.completed`.' }),
      isWanted: t.exposeBoolean('isWanted', { description: 'Whether it is sent.' }),
    }),
  });

const WebhookRef = builder.objectRef<Webhook>('Webhook').implement({
  description: "Where a user's events go.",
  fields: (t) => ({
    url: t.expose('url', { type: 'URL', nullable: true, description: 'The address; null: none.' }),
    hasSecret: t.boolean({
      description: 'Whether events are signed.',
      resolve: ({ secret }) => secret !== null,
    }),
    maskedSecret: t.string({
      nullable: true,
      description:
        'What they are signed with: eight stars, and the last four characters if it has more than eight.',
      resolve: ({ secret }) => maskedSecret(secret),
    }),
    events: t.field({
      type: [WebhookEventRef],
      nullable: true,
      description: 'Which events are wanted, by name; null: those of the platform.',
      resolve: ({ events }) =>
        events &&
        Object.entries(events)
          .map(([name, isWanted]) => ({ name, isWanted }))
          .sort((one, other) => (one.name < other.name ? -1 : 1)),
    }),
  }),
});

builder.prismaObjectField(UserRef, 'webhook', (t) =>
  t.field({
    type: WebhookRef,
    nullable: true,
    access: { requires: 'USER', owner: (user) => user.id },
    description: 'Where its events go; null while nothing is set.',
    resolve: async ({ id }, _args, { loaders }) => {
      const webhook = await loaders.webhook.load(id);
      return webhook.url === null && webhook.secret === null ? null : webhook;
    },
  }),
);

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
      "Sets where a user's events go. The address must be one of the internet: the name is resolved, and what it redirects to is looked at.",
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
