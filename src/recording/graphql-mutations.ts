import { wrapOrThrow } from '@pothos/plugin-errors';
import type { Viewer } from '../auth/viewer.ts';
import { isAdmin } from '../auth/viewer.ts';
import {
  ForbiddenError,
  IllegalTransitionError,
  InvalidInputError,
  LimitReachedError,
  NotFoundError,
} from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { ErrorInterface } from '../graphql/errors.ts';
import { readId } from '../graphql/ids.ts';
import { MeetingRef } from '../meeting/graphql.ts';
import { type MeetingBy, readNative } from '../meeting/graphql-queries.ts';
import type { Asker, MeetingName, Owner } from './find.ts';
import {
  RecordMeetingInput,
  RecordSegmentsInput,
  RecordSessionsInput,
  UpdateMeetingStatusInput,
} from './graphql-inputs.ts';
import { recordMeetings } from './meetings.ts';
import type { ItemError, Receipt } from './receipt.ts';
import { updateStatuses } from './statuses.ts';
import { recordSegments, recordSessions } from './transcripts.ts';

const ITEM_ERRORS = [InvalidInputError, NotFoundError, LimitReachedError, IllegalTransitionError];

/** GraphQL takes every error that a resolver returns for one that it throws, unless it is wrapped. */
function asValue(error: ItemError | null): ItemError | null {
  return error === null ? null : (wrapOrThrow(error, ITEM_ERRORS) as ItemError);
}

const ReceiptRef = builder.objectRef<Receipt>('Receipt').implement({
  description: 'What became of one item of a list. Receipts stand in the order of the items.',
  fields: (t) => ({
    state: t.field({
      type: builder.enumType('ReceiptState', {
        description: 'What became of an item.',
        values: {
          CREATED: { description: 'It was new, and is written down.' },
          UPDATED: { description: 'It was there in another form, and is as reported now.' },
          UNCHANGED: { description: 'It was there already; nothing was written.' },
          REFUSED: { description: '`error` says why; nothing of this item was written.' },
        },
      }),
      description: 'What became of it.',
      resolve: ({ state }) => state,
    }),
    meeting: t.field({
      type: MeetingRef,
      nullable: true,
      description: 'The meeting as it is now; null if the item was refused without one.',
      resolve: ({ meetingId }, _args, { loaders }) =>
        meetingId === null ? null : loaders.meeting.clear(meetingId).load(meetingId),
    }),
    error: t.field({
      type: ErrorInterface,
      nullable: true,
      description: 'Why it was refused; null unless it was.',
      resolve: ({ error }) => asValue(error),
    }),
  }),
});

function successType(name: string, description: string) {
  return builder.objectRef<{ readonly receipts: readonly Receipt[] }>(name).implement({
    description,
    fields: (t) => ({
      receipts: t.field({
        type: [ReceiptRef],
        description: 'One for each item, in their order.',
        resolve: ({ receipts }) => receipts,
      }),
    }),
  });
}

function ownerOf(viewer: Viewer): Owner {
  return { userId: isAdmin(viewer) ? null : (viewer.holder?.userId ?? 0n) };
}

/** @throws InvalidInputError when nothing says whose meetings they are, ForbiddenError when another's */
function askerOf(viewer: Viewer, userId: string | null | undefined): Asker {
  const { holder } = viewer;
  const named = userId == null ? null : readId('User', userId, ['userId']);
  const id = named ?? holder?.userId;
  if (id === undefined) {
    const message = 'says whose meetings they are; an admin key needs it';
    throw new InvalidInputError([{ path: ['userId'], message, type: 'missing' }]);
  }
  if (id !== holder?.userId && !isAdmin(viewer))
    throw new ForbiddenError('A user key records meetings of its own user only');
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
    type: successType('RecordMeetingSuccess', 'Each meeting was taken or refused by itself.'),
    access: { requires: 'USER', scopes: ['bot'] },
    description:
      'Writes down meetings. A meeting that is not over and has the same user, platform and native id is the same meeting, so that a repeated call changes nothing. A meeting that would run more bots than the user may have is refused with `LimitReachedError`.',
    errors: {
      types: listErrors,
      union: { name: 'RecordMeetingResult', description: 'What `recordMeeting` answers.' },
    },
    args: {
      input: t.arg({ type: RecordMeetingInput, required: true, description: 'The meetings.' }),
    },
    resolve: async (_root, { input }, { app, viewer }) => ({
      receipts: await recordMeetings(app, askerOf(viewer, input.userId), input.meetings),
    }),
  }),
  updateMeetingStatus: t.field({
    type: successType('UpdateMeetingStatusSuccess', 'Each step was taken or refused by itself.'),
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
    resolve: async (_root, { input }, { app, viewer }) => ({
      receipts: await updateStatuses(
        app,
        ownerOf(viewer),
        input.changes.map((change, place) => ({
          ...change,
          meeting: nameOf(change.meeting, ['changes', place, 'meeting']),
        })),
      ),
    }),
  }),
  recordSessions: t.field({
    type: successType('RecordSessionsSuccess', 'Each session was taken or refused by itself.'),
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
    resolve: async (_root, { input }, { app, viewer }) => ({
      receipts: await recordSessions(app, ownerOf(viewer), {
        meeting: nameOf(input.meeting, ['meeting']),
        sessions: input.sessions,
      }),
    }),
  }),
  recordSegments: t.field({
    type: successType('RecordSegmentsSuccess', 'Each segment was taken or refused by itself.'),
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
    resolve: async (_root, { input }, { app, viewer }) => ({
      receipts: await recordSegments(app, ownerOf(viewer), {
        meeting: nameOf(input.meeting, ['meeting']),
        segments: input.segments,
      }),
    }),
  }),
}));
