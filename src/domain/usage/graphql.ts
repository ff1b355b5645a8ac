import { pointsIn } from '../../core/time/buckets.ts';
import { readPeriod, type TimeRange } from '../../core/time/range.ts';
import { builder } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import type { Items } from '../../kit/graphql/cost.ts';
import { DateRange } from '../../kit/graphql/range.ts';
import { UserRef } from '../users/graphql.ts';
import type { Usage, UsageDay } from './service.ts';
import type { UsageOf } from './unwritten.ts';

type UsageParent = { readonly of: UsageOf; readonly id: bigint };

const UsageDayRef = builder.objectRef<UsageDay>('UsageDay').implement({
  description: 'One UTC day.',
  fields: (t) => ({
    day: t.expose('day', { type: 'DateTime', description: 'The UTC midnight at which it begins.' }),
    requests: t.expose('requests', { type: 'BigInt', description: 'Requests on that day.' }),
    isRemoved: t.exposeBoolean('isRemoved', {
      description:
        'Whether days of this age were deleted (`USAGE_RETENTION_DAYS`): `requests` is then 0, whatever it was. Totals stay.',
    }),
  }),
});

/** What breaks the rules of the field counts for nothing: the field refuses it. */
const DAILY_ITEMS: Items = {
  by: 'range',
  count: ({ range }) =>
    pointsIn(range as TimeRange | undefined, { bucket: 'day', timeZone: 'UTC' }),
};

function read({ of, id }: UsageParent, { loaders }: Context): Promise<Usage> {
  return loaders.usage[of].load(id);
}

/** Read only when one of its fields is, and then once. */
export const UsageRef = builder.objectRef<UsageParent>('Usage').implement({
  description:
    'The usage of keys. A request counts if its key was accepted and the response was not 401, 403, 429 or a failure of the service (in GraphQL: not only errors of these kinds). One HTTP request counts as one, whatever it contains. Requests validated with `POST /internal/validate` count too. Counts are exact; those of other processes arrive within a second.',
  fields: (t) => ({
    totalRequests: t.field({
      type: 'BigInt',
      description: 'The total number of requests.',
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
      description: 'The address of the last request; null if unknown.',
      resolve: async (parent, _args, context) => (await read(parent, context)).lastUsedIp,
    }),
    requestsToday: t.field({
      type: 'BigInt',
      description: 'Requests since `lastReset`.',
      resolve: async (parent, _args, context) => (await read(parent, context)).requestsToday,
    }),
    lastReset: t.field({
      type: 'DateTime',
      description: 'The start of today: the last UTC midnight.',
      resolve: async (parent, _args, context) => (await read(parent, context)).lastReset,
    }),
    daily: t.field({
      type: [UsageDayRef],
      cost: { base: 100, items: DAILY_ITEMS },
      description:
        'Every UTC day that overlaps the range, in order, including days without requests.',
      args: {
        range: t.arg({ type: DateRange, required: true, description: 'The time range.' }),
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
    description: 'The combined usage of all keys of the user, including revoked ones.',
    resolve: ({ id }) => ({ of: 'user' as const, id }),
  }),
);
