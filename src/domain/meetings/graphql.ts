import { builder } from '../../kit/graphql/builder.ts';
import { reads } from '../../kit/graphql/column-selection.ts';
import { DATA_COST } from '../../kit/graphql/cost.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { UserRef } from '../users/graphql.ts';
import { meetingData } from './data.ts';
import {
  MeetingPlatform,
  MeetingSession,
  MeetingStatus,
  MeetingTransition,
} from './graphql-parts.ts';
import type { Meeting } from './rows.ts';
import { meetingUrl } from './url.ts';

export const MeetingRef = builder.objectRef<Meeting>('Meeting').implement({
  description: 'One visit of a bot to one call.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique among all things.',
      ...reads<Meeting>('id'),
      resolve: ({ id }) => encodeId('Meeting', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The id of this meeting in REST.',
    }),
    user: t.field({
      type: UserRef,
      description: 'Who asked for the bot.',
      ...reads<Meeting>('userId'),
      resolve: ({ userId, owner }, _args, { loaders }) => owner ?? loaders.owner.load(userId),
    }),
    platform: t.expose('platform', {
      type: MeetingPlatform,
      description: 'Where it takes place.',
    }),
    platformName: t.exposeString('platform', {
      description: 'The platform in the word that was recorded.',
    }),
    nativeMeetingId: t.exposeString('nativeMeetingId', {
      nullable: true,
      description: "The platform's own id of the call; null where it was removed.",
    }),
    url: t.field({
      type: 'URL',
      nullable: true,
      description:
        'Where people join, built from platform, id and passcode; null where these do not say enough.',
      ...reads<Meeting>('platform', 'nativeMeetingId', 'data'),
      resolve: meetingUrl,
    }),
    status: t.expose('status', {
      type: MeetingStatus,
      description: 'How far the bot has come.',
    }),
    statusName: t.exposeString('status', {
      description: 'The status in the word that was recorded.',
    }),
    completionReason: t.exposeString('completionReason', {
      nullable: true,
      description:
        'Why it ended, as the bot said, or `superseded` where a newer meeting of the same room took its place; null before, and where the bot did not say.',
    }),
    failureStage: t.exposeString('failureStage', {
      nullable: true,
      description:
        'The status in which it failed, in the word that was recorded; null unless it did. `telematics.outcome.stage` goes by the changes of status.',
    }),
    startTime: t.expose('startTime', {
      type: 'DateTime',
      nullable: true,
      description: 'When the bot was let in; null before.',
    }),
    endTime: t.expose('endTime', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was over; null before.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When the bot was asked for.',
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      description: 'When something of it last changed.',
    }),
    data: t.field({
      type: 'JSONObject',
      cost: DATA_COST,
      description:
        'What bots and other services keep with it. Secrets in it are left out, and so is what belongs to the webhook of its user for whoever may not read `User.webhook`.',
      ...reads<Meeting>('userId', 'data'),
      resolve: (meeting, _args, { viewer }) => meetingData(viewer, meeting),
    }),
    sessions: t.field({
      type: [MeetingSession],
      cost: { items: { about: 5 } },
      description: "The bot's connections, oldest first.",
      ...reads<Meeting>('id'),
      resolve: ({ id }, _args, { loaders }) => loaders.sessions.load(id),
    }),
    transitions: t.field({
      type: [MeetingTransition],
      cost: { items: { about: 5 } },
      description: 'The changes of its status, oldest first.',
      ...reads<Meeting>('id'),
      resolve: ({ id }, _args, { loaders }) => loaders.transitions.load(id),
    }),
  }),
});
