import { builder } from '../../kit/graphql/builder.ts';
import { USER_ACCESS } from '../users/access.ts';
import { UserRef } from '../users/graphql.ts';
import { maskedSecret } from './secret.ts';
import type { Webhook } from './service.ts';

const WebhookEventRef = builder
  .objectRef<{ readonly name: string; readonly isWanted: boolean }>('WebhookEvent')
  .implement({
    description: 'One type of event.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'An event type, such as `meeting.completed`.' }),
      isWanted: t.exposeBoolean('isWanted', { description: 'Whether it is sent.' }),
    }),
  });

const WebhookRef = builder.objectRef<Webhook>('Webhook').implement({
  description: "Where a user's events are sent.",
  fields: (t) => ({
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: 'The URL; null if not set.',
    }),
    hasSecret: t.boolean({
      description: 'Whether events are signed.',
      resolve: ({ secret }) => secret !== null,
    }),
    maskedSecret: t.string({
      nullable: true,
      description:
        'The signing secret, masked: eight asterisks, and the last four characters if it has more than eight.',
      resolve: ({ secret }) => maskedSecret(secret),
    }),
    events: t.field({
      type: [WebhookEventRef],
      cost: { items: { about: 5 } },
      nullable: true,
      description: "The events to send, by name; null: the platform's default.",
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
    access: USER_ACCESS.webhook,
    description: "Where the user's events are sent; null if nothing is set.",
    resolve: async ({ id }, _args, { loaders }) => {
      const webhook = await loaders.webhook.load(id);
      return webhook.url === null && webhook.secret === null ? null : webhook;
    },
  }),
);
