import { builder } from '../../kit/graphql/builder.ts';
import type { Concurrency } from './concurrency.ts';

export const ConcurrencyRef = builder.objectRef<Concurrency>('ConcurrencyStats').implement({
  description:
    'How many bots ran at the same time. A bot holds a slot from `createdAt` until its first change to STOPPING, COMPLETED or FAILED, or else `endTime`; while it runs, until now. A meeting that is over without a recorded end held no slot.',
  fields: (t) => ({
    peak: t.exposeInt('peak', { description: 'The peak number of slots held at the same time.' }),
    peakAt: t.expose('peakAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the peak was first reached; null if no bot ran.',
    }),
    average: t.exposeFloat('average', {
      description: 'Slot seconds divided by the seconds of the range.',
    }),
    timeAtLimit: t.exposeFloat('timeAtLimit', {
      description:
        'Seconds during which a user held all of its slots or more, summed over users. The current limits apply; users with a limit of 0 are not counted.',
    }),
    usersAtLimit: t.exposeInt('usersAtLimit', {
      description: 'How many users reached their limit.',
    }),
    refused: t.exposeInt('refused', {
      description:
        'Bots refused because the user was at its limit, in the quarter-hours that begin within the range.',
    }),
  }),
});
