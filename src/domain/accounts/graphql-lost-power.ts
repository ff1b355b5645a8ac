import { builder } from '../../kit/graphql/builder.ts';
import { AdminKeyRef } from '../admin-keys/graphql.ts';
import { ApiTokenRef } from '../api-keys/graphql.ts';
import { UserRef } from '../users/graphql.ts';
import type { LostPower } from './lost-power.ts';
import { MOST_SHOWN, type RemainingAccess } from './remaining-access.ts';

/** All of them are shown. How many there will be is not known before the change, so the cost assumes as many. */
const ENDED_KEYS = 100;

const RemainingAccessRef = builder.objectRef<RemainingAccess>('RemainingAccess').implement({
  description:
    'What a user granted to others as an administrator and what still works, for an operator to review. Each list shows the first hundred.',
  fields: (t) => ({
    keyCount: t.int({
      description:
        'How many working keys it minted or rotated for other users, or minted or extended for itself, with its own key or an admin key that depends on it; including their replacements. It saw their secrets.',
      resolve: ({ keys }) => keys.count,
    }),
    keys: t.field({
      type: [ApiTokenRef],
      cost: { items: MOST_SHOWN },
      description: 'Those keys.',
      resolve: ({ keys }) => keys.first,
    }),
    adminCount: t.int({
      description: 'How many active administrators it promoted.',
      resolve: ({ admins }) => admins.count,
    }),
    admins: t.field({
      type: [UserRef],
      cost: { items: MOST_SHOWN },
      description: 'Those administrators.',
      resolve: ({ admins }) => [...admins.first],
    }),
    webhookCount: t.int({
      description: 'How many other users have a webhook that it set.',
      resolve: ({ webhooks }) => webhooks.count,
    }),
    webhooks: t.field({
      type: [UserRef],
      cost: { items: MOST_SHOWN },
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
      cost: { items: ENDED_KEYS },
      description:
        "The admin keys that this revoked because they depended on this user's administrator role.",
      resolve: ({ endedAdminKeys }) => endedAdminKeys,
    }),
    remainingAccess: t.field({
      type: RemainingAccessRef,
      nullable: true,
      description:
        'What the user granted to others and what still works; null unless this removed the administrator role.',
      resolve: ({ remainingAccess }) => remainingAccess,
    }),
  };
}
