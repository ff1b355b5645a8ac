import { networkOf } from '../limits/address.ts';
import { actorKey } from './actor.ts';
import type { TallyRule } from './refusal-tally.ts';

/** Requests without a valid key: whoever sends them has one network, or any number. */
export const ANONYMOUS_REFUSALS: TallyRule = {
  ownerOf: ({ ip }) => String(ip === null ? null : networkOf(ip)),
  mostPerOwner: 5,
  mostPerMinute: 50,
  namesEachOwner: false,
  others: 'requests from other networks',
};

/** Requests of known keys: all keys and sessions of a user count together. */
export const KEY_REFUSALS: TallyRule = {
  ownerOf: ({ actor }) =>
    actor.userId === null ? `${actor.kind} ${actorKey(actor)}` : `user ${actor.userId}`,
  mostPerOwner: 10,
  mostPerMinute: 100,
  namesEachOwner: true,
  others: 'requests with other keys',
};
