import { readPeriod } from '../../core/time/range.ts';
import { builder } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { DAILY_ITEMS } from '../../kit/graphql/cost-items.ts';
import { DateRange } from '../../kit/graphql/range.ts';
import { UserRef } from '../users/graphql.ts';
import type { Usage, UsageDay, UsageOf } from './service.ts';

type UsageParent = { readonly of: UsageOf; readonly id: bigint };

const UsageDayRef = builder.objectRef<UsageDay>('UsageDay').implement({
  description: 'One UTC day.',
  fields: (t) => ({
    day: t.expose('day', { type: 'DateTime', description: 'The UTC midnight at which it began.' }),
    requests: t.expose('requests', { type: 'BigInt', description: 'Requests on that day.' }),
  }),
});

function read({ of, id }: UsageParent, { loaders }: Context): Promise<Usage> {
  return loaders.usage[of].load(id);
}

/** Read only when one of its fields is, and then once. */
export const UsageRef = builder.objectRef<UsageParent>('Usage').implement({
  description:
    'How much keys were used. A request counts when its key was accepted and it was answered other than with 401, 403, 429 or a failure of the service (in GraphQL: with nothing but errors of these kinds); one HTTP request is one request, whatever it asks for. What a gateway asks about with `POST /internal/validate` counts, too. Counts are exact; those of other processes arrive within a second.',
  fields: (t) => ({
    totalRequests: t.field({
      type: 'BigInt',
      description: 'Requests so far.',
      resolve: async (parent, _args, context) => (await read(parent, context)).totalRequests,
    }),
    firstUsedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the first request was made; null before.',
      resolve: async (parent, _args, context) => (await read(parent, context)).firstUsedAt,
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the last request was made; null before the first.',
      resolve: async (parent, _args, context) => (await read(parent, context)).lastUsedAt,
    }),
    lastUsedIp: t.string({
      nullable: true,
      description: 'The address from which the last request came; null while none is known.',
      resolve: async (parent, _args, context) => (await read(parent, context)).lastUsedIp,
    }),
    requestsToday: t.field({
      type: 'BigInt',
      description: 'Requests since `lastReset`.',
      resolve: async (parent, _args, context) => (await read(parent, context)).requestsToday,
    }),
    lastReset: t.field({
      type: 'DateTime',
      description: 'When today began: the last UTC midnight.',
      resolve: async (parent, _args, context) => (await read(parent, context)).lastReset,
    }),
    daily: t.field({
      type: [UsageDayRef],
      cost: { base: 100, items: DAILY_ITEMS },
      description:
        'Every UTC day that the range touches, in order, days without requests included.',
      args: {
        range: t.arg({ type: DateRange, required: true, description: 'Which stretch of time.' }),
      },
      resolve: async ({ of, id }, { range }, { loaders }) => {
        readPeriod({ range });
        return [...(await loaders.usageDays[of].load(id, range)).days];
      },
    }),
  }),
});

builder.prismaObjectField(UserRef, 'usage', (t) =>
  t.field({
    type: UsageRef,
    cost: { base: 50, weight: 5 },
    description: 'How much all its keys together were used, those that are ended included.',
    resolve: ({ id }) => ({ of: 'user' as const, id }),
  }),
);
