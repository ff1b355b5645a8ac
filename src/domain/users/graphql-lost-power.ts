import { builder } from '../../kit/graphql/builder.ts';
import { AdminKeyRef } from '../admin-keys/graphql.ts';
import { ApiTokenRef } from '../api-keys/graphql.ts';
import { UserRef } from './graphql.ts';
import type { LostPower } from './lost-power.ts';
import type { RemainingAccess } from './remaining-access.ts';

/** The most that one list shows: known before anything is changed. */
const SHOWN = 100;

const RemainingAccessRef = builder.objectRef<RemainingAccess>('RemainingAccess').implement({
  description:
    'What a user gave to others while it was an administrator, and what still works: for an operator to decide about. Each list shows the first hundred.',
  fields: (t) => ({
    keyCount: t.int({
      description:
        'How many keys still work that it minted or rotated for other users, or minted or made last longer for itself, with its own key or an admin key that depends on it; and what replaced those. It saw their text.',
      resolve: ({ keys }) => keys.count,
    }),
    keys: t.field({
      type: [ApiTokenRef],
      cost: { items: SHOWN },
      description: 'Those keys.',
      resolve: ({ keys }) => keys.first,
    }),
    adminCount: t.int({
      description: 'How many active administrators it gave that role.',
      resolve: ({ admins }) => admins.count,
    }),
    admins: t.field({
      type: [UserRef],
      cost: { items: SHOWN },
      description: 'Those administrators.',
      resolve: ({ admins }) => [...admins.first],
    }),
    webhookCount: t.int({
      description: 'How many other users have a webhook that it set.',
      resolve: ({ webhooks }) => webhooks.count,
    }),
    webhooks: t.field({
      type: [UserRef],
      cost: { items: SHOWN },
      description: 'The users with those webhooks.',
      resolve: ({ webhooks }) => [...webhooks.first],
    }),
  }),
});

/** A user whose administrator role a mutation may have ended. */
export function lostPowerFields<Answer extends LostPower>(
  t: PothosSchemaTypes.ObjectFieldBuilder<typeof builder.$inferSchemaTypes, Answer>,
) {
  return {
    endedAdminKeys: t.field({
      type: [AdminKeyRef],
      cost: { items: SHOWN },
      description:
        'The admin keys that this ended for good, because they were made by the administrator role of this user.',
      resolve: ({ endedAdminKeys }) => endedAdminKeys,
    }),
    remainingAccess: t.field({
      type: RemainingAccessRef,
      nullable: true,
      description:
        'What the user gave to others and what still works; null unless this took the administrator role away.',
      resolve: ({ remainingAccess }) => remainingAccess,
    }),
  };
}
