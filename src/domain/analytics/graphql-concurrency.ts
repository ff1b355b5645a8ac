import { builder } from '../../kit/graphql/builder.ts';
import type { Concurrency } from './concurrency.ts';

export const ConcurrencyRef = builder.objectRef<Concurrency>('ConcurrencyStats').implement({
  description:
    'How many bots ran at once. A bot holds a slot from `createdAt` until its first change to STOPPING, COMPLETED or FAILED, or else `endTime`; while it runs, until now. A meeting that is over without a recorded end held none.',
  fields: (t) => ({
    peak: t.exposeInt('peak', { description: 'The most slots that were held at once.' }),
    peakAt: t.expose('peakAt', {
      type: 'DateTime',
      nullable: true,
      description: 'The first moment at which it was reached; null if no bot ran.',
    }),
    average: t.exposeFloat('average', {
      description: 'Slot seconds divided by the seconds of the range.',
    }),
    timeAtLimit: t.exposeFloat('timeAtLimit', {
      description:
        'Seconds in which a user held as many slots as it may have at once, or more, summed over users. Limits are those of now; users who may have none are left out.',
    }),
    usersAtLimit: t.exposeInt('usersAtLimit', { description: 'How many users these were.' }),
    refused: t.exposeInt('refused', {
      description:
        'Bots that were refused for that, in the quarters of an hour that begin within the range.',
    }),
  }),
});
