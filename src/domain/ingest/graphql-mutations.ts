import type { GraphQLResolveInfo } from 'graphql';
import { ForbiddenError, InvalidInputError, NotFoundError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { reachOf, refused } from '../../kit/graphql/refused.ts';
import { isAdmin } from '../../security/callers/viewer.ts';
import { type MeetingBy, readNative } from '../meetings/graphql-queries.ts';
import {
  RecordMeetingInput,
  RecordSegmentsInput,
  RecordSessionsInput,
  UpdateMeetingStatusInput,
} from './graphql-inputs.ts';
import { receiptsType } from './graphql-receipts.ts';
import type { Asker, MeetingName } from './load.ts';
import { recordMeetings } from './meetings.ts';
import { updateStatuses } from './statuses.ts';
import { recordSegments, recordSessions } from './transcripts.ts';

/** @throws InvalidInputError when nothing says whose meetings they are, ForbiddenError when another's */
function askerOf(
  context: Context,
  info: GraphQLResolveInfo,
  userId: string | null | undefined,
): Asker {
  const { viewer } = context;
  const { holder } = viewer;
  const named = userId == null ? null : readId('User', userId, ['userId']);
  const id = named ?? holder?.userId;
  if (id === undefined) {
    const message = 'says whose meetings they are; an admin key needs it';
    throw new InvalidInputError([{ path: ['userId'], message, type: 'missing' }]);
  }
  if (id !== holder?.userId && !isAdmin(viewer))
    throw refused(
      context,
      info,
      new ForbiddenError('A user key records meetings of its own user only'),
    );
  return { userId: id, tokenId: holder?.userId === id ? holder.tokenId : null };
}

type By = typeof MeetingBy.$inferInput;

function nameOf(by: By, path: readonly (string | number)[]): MeetingName {
  if (by.native) return readNative(by.native);
  return { id: by.databaseId ?? readId('Meeting', by.id ?? '', [...path, 'id']) };
}

const listErrors = [InvalidInputError, NotFoundError];

builder.mutationFields((t) => ({
  recordMeeting: t.field({
    type: receiptsType('RecordMeetingSuccess', 'Each meeting was taken or refused by itself.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description:
      'Writes down meetings. A repeated report changes nothing: of the meetings with the same user, platform and native id, the one with the same container or time of creation is the same meeting, also once it is over; else the one that is not over. Another container, or a `createdAt` that is more than 60 seconds later, begins a new meeting; it ends the one that is not over as FAILED with the reason `superseded`, at the time of its last report. A meeting that would run more bots than the user may have is refused with `LimitReachedError`.',
    errors: {
      types: listErrors,
      union: { name: 'RecordMeetingResult', description: 'What `recordMeeting` answers.' },
    },
    args: {
      input: t.arg({ type: RecordMeetingInput, required: true, description: 'The meetings.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await recordMeetings(
        context.app,
        askerOf(context, info, input.userId),
        input.meetings,
      ),
    }),
  }),
  updateMeetingStatus: t.field({
    type: receiptsType('UpdateMeetingStatusSuccess', 'Each step was taken or refused by itself.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description:
      'Moves meetings on, and keeps every change. A step to the status that a meeting has already changes nothing; one that it cannot take is refused with `IllegalTransitionError`.',
    errors: {
      types: listErrors,
      union: {
        name: 'UpdateMeetingStatusResult',
        description: 'What `updateMeetingStatus` answers.',
      },
    },
    args: {
      input: t.arg({ type: UpdateMeetingStatusInput, required: true, description: 'The steps.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await updateStatuses(
        context.app,
        reachOf(context, info),
        input.changes.map((change, place) => ({
          ...change,
          meeting: nameOf(change.meeting, ['changes', place, 'meeting']),
        })),
      ),
    }),
  }),
  recordSessions: t.field({
    type: receiptsType('RecordSessionsSuccess', 'Each session was taken or refused by itself.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description:
      "Writes down a bot's connections within one meeting. A session that is reported again counts as reported last.",
    errors: {
      types: listErrors,
      union: { name: 'RecordSessionsResult', description: 'What `recordSessions` answers.' },
    },
    args: {
      input: t.arg({ type: RecordSessionsInput, required: true, description: 'The sessions.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await recordSessions(context.app, reachOf(context, info), {
        meeting: nameOf(input.meeting, ['meeting']),
        sessions: input.sessions,
      }),
    }),
  }),
  recordSegments: t.field({
    type: receiptsType('RecordSegmentsSuccess', 'Each segment was taken or refused by itself.'),
    access: { requires: 'USER', scopes: ['tx'] },
    description:
      'Writes down what was said in one meeting, also after it is over. A segment that is reported again counts as reported last.',
    errors: {
      types: listErrors,
      union: { name: 'RecordSegmentsResult', description: 'What `recordSegments` answers.' },
    },
    args: {
      input: t.arg({ type: RecordSegmentsInput, required: true, description: 'The segments.' }),
    },
    resolve: async (_root, { input }, context, info) => ({
      receipts: await recordSegments(context.app, reachOf(context, info), {
        meeting: nameOf(input.meeting, ['meeting']),
        segments: input.segments,
      }),
    }),
  }),
}));
