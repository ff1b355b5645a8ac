import { builder } from '../../kit/graphql/builder.ts';
import { columnsAsked } from '../../kit/graphql/column-selection.ts';
import { childConnection, readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import {
  DateTimeFilter,
  IDFilter,
  OrderDirection,
  readIdFilter,
  StringFilter,
} from '../../kit/graphql/filters.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { reachOf } from '../../kit/graphql/refused.ts';
import { reaches } from '../../security/authentication/reach.ts';
import { USER_ACCESS } from '../users/access.ts';
import { UserRef } from '../users/graphql.ts';
import { MEETING_SCOPES } from './access.ts';
import { MeetingRef } from './graphql.ts';
import { MeetingPlatform, MeetingStatus } from './graphql-parts.ts';
import { MEETING_ORDERS, MEETINGS, type MeetingFilter } from './list.ts';
import { findNativeMeeting, type NativeMeeting as NativeMeetingName } from './service.ts';

const NativeMeeting = builder.inputType('NativeMeeting', {
  description: "A call by its platform's own id.",
  fields: (t) => ({
    platform: t.field({
      type: MeetingPlatform,
      required: true,
      description: 'Where it takes place.',
    }),
    platformName: t.string({
      description: 'The word for a platform that is OTHER; left out elsewhere.',
    }),
    nativeMeetingId: t.string({
      required: true,
      description: "The platform's own id of the call.",
    }),
  }),
});

export const MeetingBy = builder.inputType('MeetingBy', {
  isOneOf: true,
  description: 'Names one meeting, in exactly one way.',
  fields: (t) => ({
    id: t.id({ description: 'By opaque id.' }),
    databaseId: t.field({ type: 'BigInt', description: 'By the number of the REST routes.' }),
    native: t.field({
      type: NativeMeeting,
      description:
        'By its id on its platform. Of several, the one that is not over, or else the newest.',
    }),
  }),
});

const MeetingPlatformFilter = builder.inputType('MeetingPlatformFilter', {
  description: 'Conditions on a platform, all of which must hold.',
  fields: (t) => ({
    eq: t.field({ type: MeetingPlatform, description: 'Exactly this one.' }),
    in: t.field({
      type: [MeetingPlatform],
      description: 'One of these; an empty list matches nothing.',
    }),
  }),
});

const MeetingStatusFilter = builder.inputType('MeetingStatusFilter', {
  description: 'Conditions on a status, all of which must hold.',
  fields: (t) => ({
    eq: t.field({ type: MeetingStatus, description: 'Exactly this one.' }),
    in: t.field({
      type: [MeetingStatus],
      description: 'One of these; an empty list matches nothing.',
    }),
  }),
});

const MeetingFilterInput = builder.inputType('MeetingFilter', {
  description: 'Which meetings: all conditions must hold.',
  fields: (t) => ({
    id: t.field({ type: IDFilter, description: 'By id.' }),
    userId: t.field({ type: IDFilter, description: 'By the user who asked for the bot.' }),
    platform: t.field({ type: MeetingPlatformFilter, description: 'By where they take place.' }),
    status: t.field({ type: MeetingStatusFilter, description: 'By how far the bot has come.' }),
    nativeMeetingId: t.field({
      type: StringFilter,
      description: "By the platform's own id of the call.",
    }),
    createdAt: t.field({ type: DateTimeFilter, description: 'By when the bot was asked for.' }),
    startTime: t.field({
      type: DateTimeFilter,
      description: 'By when the bot was let in; meetings without it never match.',
    }),
  }),
});

const MeetingOrderField = builder.enumType('MeetingOrderField', {
  description: 'What meetings can be sorted by. Equal ones are sorted by id.',
  values: {
    CREATED_AT: { description: 'When the bot was asked for.' },
    UPDATED_AT: { description: 'When something of them last changed.' },
  } as const,
});

const MeetingOrder = builder.inputType('MeetingOrder', {
  description: 'How a list of meetings is sorted.',
  fields: (t) => ({
    field: t.field({ type: MeetingOrderField, required: true, description: 'By what.' }),
    direction: t.field({ type: OrderDirection, required: true, description: 'Which way.' }),
  }),
});

type Listed = typeof MeetingFilterInput.$inferInput | null | undefined;
type Ordered = typeof MeetingOrder.$inferInput | null | undefined;

function readFilter(filter: Listed): MeetingFilter {
  return {
    ...filter,
    id: readIdFilter('Meeting', filter?.id, ['filter', 'id']),
    userId: readIdFilter('User', filter?.userId, ['filter', 'userId']),
  };
}

function readOrder(order: Ordered) {
  return {
    column: MEETING_ORDERS[order?.field ?? 'CREATED_AT'],
    direction: order?.direction ?? 'DESC',
  };
}

/** The enumeration and the free word become the one word that is stored. */
export function readNative({
  platform,
  platformName,
  nativeMeetingId,
}: typeof NativeMeeting.$inferInput): NativeMeetingName {
  return { platform: platformName ?? platform, nativeMeetingId };
}

const MeetingConnection = builder.connectionObject(
  { type: MeetingRef, name: 'MeetingConnection', description: 'A page of meetings.' },
  { name: 'MeetingEdge' },
);

builder.queryFields((t) => ({
  meeting: t.field({
    type: MeetingRef,
    nullable: true,
    access: { requires: 'USER', scopes: MEETING_SCOPES },
    description: "One meeting, or null when there is none. A user key finds only its user's own.",
    args: { by: t.arg({ type: MeetingBy, required: true, description: 'Which one.' }) },
    resolve: async (_root, { by }, context, info) => {
      const { app, loaders } = context;
      const reach = reachOf(context, info);
      if (by.native) return findNativeMeeting(app, readNative(by.native), reach);
      const meeting = await loaders.meeting.load(
        by.databaseId ?? readId('Meeting', by.id ?? '', ['by', 'id']),
      );
      return meeting && reaches(reach, meeting.userId) ? meeting : null;
    },
  }),
  meetings: t.connection(
    {
      type: MeetingRef,
      access: { requires: 'ANALYTICS' },
      description: 'All meetings, newest first unless asked otherwise.',
      args: {
        filter: t.arg({ type: MeetingFilterInput, description: 'Which ones; all, if left out.' }),
        orderBy: t.arg({
          type: MeetingOrder,
          description: 'How they are sorted; newest first, if left out.',
        }),
      },
      resolve: (_root, { filter, orderBy, ...page }, context, info) =>
        rootConnection(context, MEETINGS, {
          wanted: columnsAsked(context, info, 'user'),
          slice: readSlice(page),
          filter: readFilter(filter),
          order: readOrder(orderBy),
        }),
    },
    MeetingConnection,
  ),
}));

builder.prismaObjectField(UserRef, 'meetings', (t) =>
  t.connection(
    {
      type: MeetingRef,
      access: USER_ACCESS.meetings,
      description: 'Its meetings, newest first unless asked otherwise.',
      args: {
        filter: t.arg({ type: MeetingFilterInput, description: 'Which ones; all, if left out.' }),
        orderBy: t.arg({
          type: MeetingOrder,
          description: 'How they are sorted; newest first, if left out.',
        }),
      },
      resolve: ({ id }, { filter, orderBy, ...page }, context, info) =>
        childConnection(context, MEETINGS, {
          wanted: columnsAsked(context, info, 'user'),
          parentId: id,
          slice: readSlice(page),
          filter: readFilter(filter),
          order: readOrder(orderBy),
        }),
    },
    MeetingConnection,
  ),
);
