import type { GraphQLResolveInfo } from 'graphql';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { missingField } from '../../kit/graphql/older-field.ts';
import { reachOf, refused } from '../../kit/graphql/refused.ts';
import { owns } from '../../security/callers/viewer.ts';
import { readMeetingName, readOneMeetingName } from '../meetings/graphql-by.ts';
import { readUser } from '../users/graphql-by.ts';
import {
  RecordMeetingInput,
  RecordSegmentsInput,
  RecordSessionsInput,
  UpdateMeetingStatusInput,
} from './graphql-inputs.ts';
import { receiptsType } from './graphql-receipts.ts';
import type { IngestCaller } from './load.ts';
import { recordMeetings } from './meetings.ts';
import { updateStatuses } from './statuses.ts';
import { recordSegments, recordSessions } from './transcripts.ts';

/** @throws InvalidInputError when nothing says whose meetings they are, ForbiddenError when another's */
async function ingestCallerOf(
  context: Context,
  info: GraphQLResolveInfo,
  { user, userId }: typeof RecordMeetingInput.$inferInput,
): Promise<IngestCaller> {
  const { viewer } = context;
  const { holder } = viewer;
  const named = await readUser(context, { user, older: { name: 'userId', value: userId } });
  const id = named ?? holder?.userId;
  if (id === undefined) throw missingField('user', 'is required with an admin key');
  if (!owns(viewer, id))
    throw refused(
      context,
      info,
      new ForbiddenError('A user key can record meetings of its own user only'),
    );
  return { userId: id, tokenId: holder?.userId === id ? holder.tokenId : null };
}

const listErrors = [InvalidInputError, NotFoundError];

builder.mutationFields((t) => ({
  recordMeeting: t.field({
    type: receiptsType('RecordMeetingSuccess', 'The result of each meeting.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description:
      "Records meetings; repeating a report has no further effect. Reports of the same user, platform and native id are the same meeting if the container or creation time matches, even after it is over; otherwise they belong to the meeting that is not over. A different container, or a `createdAt` more than 60 seconds later, starts a new meeting; the one that is not over then becomes FAILED with the reason `superseded`, at the time of its last report. The end of a meeting that is not over is refused: report it with `updateMeetingStatus`. A meeting that would exceed the user's bot limit is refused with `LimitReachedError`.",
    errors: {
      types: listErrors,
      union: { name: 'RecordMeetingResult', description: 'The result of `recordMeeting`.' },
    },
    args: {
      input: t.arg({ type: RecordMeetingInput, required: true, description: 'The meetings.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await recordMeetings(
        context.app,
        await ingestCallerOf(context, info, input),
        input.meetings,
      ),
    }),
  }),
  updateMeetingStatus: t.field({
    type: receiptsType('UpdateMeetingStatusSuccess', 'The result of each status change.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description:
      'Changes the status of meetings and records every change. A change to the current status has no effect; an invalid one is refused with `IllegalTransitionError`.',
    errors: {
      types: listErrors,
      union: {
        name: 'UpdateMeetingStatusResult',
        description: 'The result of `updateMeetingStatus`.',
      },
    },
    args: {
      input: t.arg({
        type: UpdateMeetingStatusInput,
        required: true,
        description: 'The status changes.',
      }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await updateStatuses(
        context.app,
        reachOf(context, info),
        input.changes.map((change, place) => ({
          ...change,
          meeting: readOneMeetingName(change.meeting, ['changes', place, 'meeting']),
        })),
      ),
    }),
  }),
  recordSessions: t.field({
    type: receiptsType('RecordSessionsSuccess', 'The result of each session.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description: "Records a bot's sessions within one meeting. The last report of a session wins.",
    errors: {
      types: listErrors,
      union: { name: 'RecordSessionsResult', description: 'The result of `recordSessions`.' },
    },
    args: {
      input: t.arg({ type: RecordSessionsInput, required: true, description: 'The sessions.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await recordSessions(context.app, reachOf(context, info), {
        meeting: readMeetingName(input.meeting, ['meeting']),
        sessions: input.sessions,
      }),
    }),
  }),
  recordSegments: t.field({
    type: receiptsType('RecordSegmentsSuccess', 'The result of each segment.'),
    access: { requires: 'USER', scopes: ['tx'] },
    description:
      'Records transcript segments of one meeting, even after it is over. The last report of a segment wins.',
    errors: {
      types: listErrors,
      union: { name: 'RecordSegmentsResult', description: 'The result of `recordSegments`.' },
    },
    args: {
      input: t.arg({ type: RecordSegmentsInput, required: true, description: 'The segments.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await recordSegments(context.app, reachOf(context, info), {
        meeting: readMeetingName(input.meeting, ['meeting']),
        segments: input.segments,
      }),
    }),
  }),
}));
