import { builder } from '../../kit/graphql/builder.ts';
import { columnSelection } from '../../kit/graphql/column-selection.ts';
import { childConnection, readSlice, rootConnection } from '../../kit/graphql/connection.ts';
import {
  DateTimeFilter,
  IDFilter,
  orderInput,
  readIdFilter,
  StringFilter,
} from '../../kit/graphql/filters.ts';
import { CAN_WRITE_ROWS, jsonRowsOf } from '../../kit/graphql/json-rows.ts';
import { reachOf } from '../../kit/graphql/refused.ts';
import { reaches } from '../../security/authentication/reach.ts';
import { OWN_MEETINGS, USER_ACCESS } from '../users/access.ts';
import { UserRef } from '../users/graphql.ts';
import { readUserName, UserBy } from '../users/graphql-by.ts';
import { MeetingRef } from './graphql.ts';
import { MeetingBy, readMeetingName } from './graphql-by.ts';
import { FaultRef, MeetingPlatform, MeetingStatus } from './graphql-parts.ts';
import { MEETING_ORDERS, MEETINGS, type MeetingFilter } from './list.ts';
import { findNativeMeeting } from './service.ts';

const MeetingPlatformFilter = builder.inputType('MeetingPlatformFilter', {
  description: 'Conditions on a platform; all must hold.',
  fields: (t) => ({
    eq: t.field({ type: MeetingPlatform, description: 'Equal to this platform.' }),
    in: t.field({
      type: [MeetingPlatform],
      description: 'One of these; an empty list matches nothing.',
    }),
  }),
});

const MeetingStatusFilter = builder.inputType('MeetingStatusFilter', {
  description: 'Conditions on a status; all must hold.',
  fields: (t) => ({
    eq: t.field({ type: MeetingStatus, description: 'Equal to this status.' }),
    in: t.field({
      type: [MeetingStatus],
      description: 'One of these; an empty list matches nothing.',
    }),
  }),
});

const FaultFilter = builder.inputType('FaultFilter', {
  description: 'Conditions on who could have prevented an end; all must hold.',
  fields: (t) => ({
    eq: t.field({ type: FaultRef, description: 'Equal to this value.' }),
    in: t.field({ type: [FaultRef], description: 'One of these; an empty list matches nothing.' }),
  }),
});

const MeetingFilterInput = builder.inputType('MeetingFilter', {
  description: 'Which meetings: all conditions must hold.',
  fields: (t) => ({
    id: t.field({ type: IDFilter, description: 'By id.' }),
    userId: t.field({
      type: IDFilter,
      description: 'By the id of the user who requested the bot.',
    }),
    user: t.field({ type: UserBy, description: 'By the user who requested the bot.' }),
    platform: t.field({ type: MeetingPlatformFilter, description: 'By platform.' }),
    status: t.field({ type: MeetingStatusFilter, description: "By the bot's status." }),
    nativeMeetingId: t.field({
      type: StringFilter,
      description: "By the platform's own id of the call.",
    }),
    createdAt: t.field({ type: DateTimeFilter, description: 'By when the bot was requested.' }),
    startTime: t.field({
      type: DateTimeFilter,
      description: 'By when the bot was admitted; meetings without that time never match.',
    }),
    endTime: t.field({
      type: DateTimeFilter,
      description: 'By when the meeting ended; meetings that have not ended never match.',
    }),
    isOver: t.boolean({
      description: 'By whether the meeting is over: its status is final, or it has an end time.',
    }),
    completionReason: t.string({
      description: 'By the exact reason that the bot gave for the end, such as `left_alone`.',
    }),
    fault: t.field({
      type: FaultFilter,
      description: 'By `telematics.outcome.fault`; meetings whose status is not final never match.',
    }),
  }),
});

const MeetingOrderField = builder.enumType('MeetingOrderField', {
  description: 'Sort fields of meetings. Ties are sorted by id.',
  values: {
    CREATED_AT: { description: 'When the bot was requested.' },
    UPDATED_AT: { description: 'When the meeting was last changed.' },
    END_TIME: {
      description: 'When the meeting ended. Meetings that have not ended sort as the latest.',
    },
  } as const,
});

const MeetingOrder = orderInput('MeetingOrder', {
  plural: 'meetings',
  sortField: MeetingOrderField,
});

type Listed = typeof MeetingFilterInput.$inferInput | null | undefined;
type Ordered = typeof MeetingOrder.$inferInput | null | undefined;

function readFilter(filter: Listed): MeetingFilter {
  return {
    ...filter,
    id: readIdFilter('Meeting', filter?.id, ['filter', 'id']),
    userId: readIdFilter('User', filter?.userId, ['filter', 'userId']),
    user: filter?.user && readUserName(filter.user, ['filter', 'user']),
  };
}

function readOrder(order: Ordered) {
  return {
    column: MEETING_ORDERS[order?.field ?? 'CREATED_AT'],
    direction: order?.direction ?? 'DESC',
  };
}

const MeetingConnection = builder.connectionObject(
  { type: MeetingRef, name: 'MeetingConnection', description: 'A page of meetings.' },
  { name: 'MeetingEdge' },
);

builder.queryFields((t) => ({
  meeting: t.field({
    type: MeetingRef,
    nullable: true,
    access: OWN_MEETINGS,
    description:
      'One meeting, or null if it does not exist. A user key finds only meetings of its own user.',
    args: { by: t.arg({ type: MeetingBy, required: true, description: 'The meeting.' }) },
    resolve: async (_root, { by }, context, info) => {
      const { app, loaders } = context;
      const reach = reachOf(context, info);
      const name = readMeetingName(by, ['by']);
      if (!('id' in name)) return findNativeMeeting(app, name, reach);
      const meeting = await loaders.meeting.load(name.id);
      return meeting && reaches(reach, meeting.userId) ? meeting : null;
    },
  }),
  meetings: t.connection(
    {
      type: MeetingRef,
      access: { requires: 'ANALYTICS' },
      extensions: CAN_WRITE_ROWS,
      description: 'All meetings; newest first by default.',
      args: {
        filter: t.arg({ type: MeetingFilterInput, description: 'Filter; default: all.' }),
        orderBy: t.arg({
          type: MeetingOrder,
          description: 'Sort order; default: newest first.',
        }),
      },
      resolve: (_root, { filter, orderBy, ...page }, context, info) =>
        rootConnection(context, MEETINGS, {
          wanted: columnSelection(context, info, 'user'),
          jsonRows: jsonRowsOf(info),
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
      extensions: CAN_WRITE_ROWS,
      description: "The user's meetings; newest first by default.",
      args: {
        filter: t.arg({ type: MeetingFilterInput, description: 'Filter; default: all.' }),
        orderBy: t.arg({
          type: MeetingOrder,
          description: 'Sort order; default: newest first.',
        }),
      },
      resolve: ({ id }, { filter, orderBy, ...page }, context, info) =>
        childConnection(context, MEETINGS, {
          wanted: columnSelection(context, info, 'user'),
          jsonRows: jsonRowsOf(info),
          parentId: id,
          slice: readSlice(page),
          filter: readFilter(filter),
          order: readOrder(orderBy),
        }),
    },
    MeetingConnection,
  ),
);
