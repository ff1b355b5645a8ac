import { builder } from '../../kit/graphql/builder.ts';
import { joins, reads, writes } from '../../kit/graphql/column-selection.ts';
import { DATA_COST } from '../../kit/graphql/cost.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { UserRef } from '../users/graphql.ts';
import { meetingData, meetingJson } from './data.ts';
import { MeetingPlatform, MeetingStatus, SessionRef, TransitionRef } from './graphql-parts.ts';
import type { Meeting } from './rows.ts';
import { meetingUrl } from './url.ts';

export const MeetingRef = builder.objectRef<Meeting>('Meeting').implement({
  description: 'One visit of a bot to a call.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      ...writes<Meeting>(['id'], (_context, id) => `"${encodeId('Meeting', id ?? '')}"`),
      resolve: ({ id }) => encodeId('Meeting', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The numeric id of this meeting in the REST API.',
    }),
    user: t.field({
      type: UserRef,
      description: 'The user who requested the bot.',
      ...joins<Meeting>('owner', 'userId'),
      resolve: ({ userId, owner }, _args, { loaders }) => owner ?? loaders.owner.load(userId),
    }),
    platform: t.expose('platform', {
      type: MeetingPlatform,
      description: 'The platform.',
    }),
    platformName: t.exposeString('platform', {
      description: 'The platform as it was recorded.',
    }),
    nativeMeetingId: t.exposeString('nativeMeetingId', {
      nullable: true,
      description: "The platform's own id of the call; null if it was removed.",
    }),
    url: t.field({
      type: 'URL',
      nullable: true,
      description:
        'The join URL: as recorded in `data`, or else built from platform, id and passcode; null if these are not sufficient.',
      ...reads<Meeting>('platform', 'nativeMeetingId', 'data'),
      resolve: meetingUrl,
    }),
    status: t.expose('status', {
      type: MeetingStatus,
      description: "The bot's status.",
    }),
    statusName: t.exposeString('status', {
      description: 'The status as it was recorded.',
    }),
    completionReason: t.exposeString('completionReason', {
      nullable: true,
      description:
        'The reason that the bot gave for the end, or `superseded` if a newer meeting of the same room replaced it; null before the end and if the bot gave none.',
    }),
    failureStage: t.exposeString('failureStage', {
      nullable: true,
      description:
        'The recorded status in which it failed; null unless it failed. `telematics.outcome.stage` is based on the status changes instead.',
    }),
    startTime: t.expose('startTime', {
      type: 'DateTime',
      nullable: true,
      description: 'When the bot was admitted; null before.',
    }),
    endTime: t.expose('endTime', {
      type: 'DateTime',
      nullable: true,
      description: 'When the meeting ended; null before.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the bot was requested.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When the meeting was last changed.',
    }),
    data: t.field({
      type: 'JSONObject',
      cost: DATA_COST,
      description:
        'Data that bots and other services store with the meeting, without secrets. Webhook data of its user is omitted for callers who may not read `User.webhook`.',
      ...writes<Meeting>(['userId', 'data'], ({ viewer }, userId, data) =>
        meetingJson(viewer, { userId, data }),
      ),
      resolve: (meeting, _args, { viewer }) => meetingData(viewer, meeting),
    }),
    sessions: t.field({
      type: [SessionRef],
      cost: { items: { about: 5 } },
      description: "The bot's sessions, oldest first.",
      ...reads<Meeting>('id'),
      resolve: ({ id }, _args, { loaders }) => loaders.sessions.load(id),
    }),
    transitions: t.field({
      type: [TransitionRef],
      cost: { items: { about: 5 } },
      description: 'The status changes, oldest first.',
      ...reads<Meeting>('id'),
      resolve: ({ id }, _args, { loaders }) => loaders.transitions.load(id),
    }),
  }),
});
