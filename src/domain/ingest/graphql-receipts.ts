import { wrapOrThrow } from '@pothos/plugin-errors';
import {
  IllegalTransitionError,
  InvalidInputError,
  LimitReachedError,
  NotFoundError,
} from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { INPUT_ITEMS } from '../../kit/graphql/cost-items.ts';
import { ErrorInterface } from '../../kit/graphql/errors.ts';
import { MeetingRef } from '../meetings/graphql.ts';
import type { ItemError, Receipt } from './receipt.ts';

const ITEM_ERRORS = [InvalidInputError, NotFoundError, LimitReachedError, IllegalTransitionError];

/** GraphQL takes every error that a resolver returns for one that it throws, unless it is wrapped. */
function asValue(error: ItemError | null): ItemError | null {
  return error === null ? null : (wrapOrThrow(error, ITEM_ERRORS) as ItemError);
}

const ReceiptRef = builder.objectRef<Receipt>('Receipt').implement({
  description: 'The result of one item of a list. Receipts are in the order of the items.',
  fields: (t) => ({
    state: t.field({
      type: builder.enumType('ReceiptState', {
        description: 'What happened to an item.',
        values: {
          CREATED: { description: 'It was new and was created.' },
          UPDATED: { description: 'It existed and was updated.' },
          UNCHANGED: {
            description: 'It existed, and the report says nothing new; nothing was written.',
          },
          REFUSED: { description: '`error` says why; nothing of this item was written.' },
        },
      }),
      description: 'What happened to the item.',
      resolve: ({ state }) => state,
    }),
    meeting: t.field({
      type: MeetingRef,
      nullable: true,
      description: 'The meeting in its current state; null if the item was refused without one.',
      resolve: ({ meetingId }, _args, { loaders }) =>
        meetingId === null ? null : loaders.meeting.clear(meetingId).load(meetingId),
    }),
    omitted: t.exposeStringList('omitted', {
      description:
        'Paths of the webhook secrets in its `data`, such as `data.webhook_secret`, at most 20. They were not stored; the rest was.',
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why it was refused; null otherwise.',
      resolve: ({ error }) => asValue(error),
    }),
  }),
});

/** The success of a mutation that takes a list. */
export function receiptsType(name: string, description: string) {
  return builder.objectRef<{ readonly receipts: readonly Receipt[] }>(name).implement({
    description,
    fields: (t) => ({
      receipts: t.field({
        type: [ReceiptRef],
        cost: { items: INPUT_ITEMS },
        description: 'One receipt per item, in the order of the items.',
        resolve: ({ receipts }) => receipts,
      }),
    }),
  });
}
