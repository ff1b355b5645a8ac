import { builder } from '../graphql/builder.ts';
import { encodeId } from '../graphql/ids.ts';
import { NodeRef } from '../graphql/node.ts';
import { visibleData } from '../input/visible-data.ts';
import { UserRef } from '../user/graphql.ts';
import { OTHER, UNKNOWN } from './list.ts';
import { meetingUrl } from './url.ts';
import { known, PLATFORMS, STATUSES } from './vocabulary.ts';

export const MeetingPlatform = builder.enumType('MeetingPlatform', {
  description: 'Where a meeting takes place.',
  values: {
    GOOGLE_MEET: { value: 'google_meet', description: 'Google Meet.' },
    TEAMS: { value: 'teams', description: 'Microsoft Teams.' },
    ZOOM: { value: 'zoom', description: 'Zoom.' },
    JITSI: { value: 'jitsi', description: 'Jitsi Meet.' },
    BROWSER_SESSION: { value: 'browser_session', description: 'A remote browser, not a call.' },
    OTHER: { value: OTHER, description: 'Something newer; `platformName` has its word.' },
  } as const,
});

export const MeetingStatus = builder.enumType('MeetingStatus', {
  description: 'How far a bot has come.',
  values: {
    REQUESTED: { value: 'requested', description: 'The bot was asked for.' },
    JOINING: { value: 'joining', description: 'It is on its way into the call.' },
    AWAITING_ADMISSION: { value: 'awaiting_admission', description: 'It waits to be let in.' },
    ACTIVE: { value: 'active', description: 'It is in the call.' },
    NEEDS_HUMAN_HELP: {
      value: 'needs_human_help',
      description: 'It is stuck, and a person must act.',
    },
    STOPPING: { value: 'stopping', description: 'It is leaving.' },
    COMPLETED: { value: 'completed', description: 'It is over, as it should be.' },
    FAILED: { value: 'failed', description: 'It is over, because something went wrong.' },
    UNKNOWN: { value: UNKNOWN, description: 'Something newer; `statusName` has its word.' },
  } as const,
});

const MeetingSession = builder.prismaObject('MeetingSession', {
  description: "One stretch of a bot's connection within a meeting.",
  fields: (t) => ({
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The number by which the REST routes know it.',
    }),
    sessionUid: t.exposeString('sessionUid', {
      description: "The bot's own name for it, unique within the meeting.",
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      description: 'When the connection began.',
    }),
  }),
});

const MeetingTransition = builder.prismaObject('MeetingTransition', {
  description: "One change of a meeting's status.",
  fields: (t) => ({
    from: t.exposeString('fromStatus', {
      nullable: true,
      description: 'The status before, in the word that was recorded; null for the first one.',
    }),
    to: t.exposeString('toStatus', {
      description: 'The status from then on, in the word that was recorded.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it changed.' }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'Who brought it about, such as `user` or `bot_callback`.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'Why, in the words of the source.',
    }),
  }),
});

export const MeetingRef = builder.prismaObject('Meeting', {
  description: 'One visit of a bot to one call.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique among all things.',
      resolve: ({ id }) => encodeId('Meeting', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The number by which the REST routes know this meeting.',
    }),
    user: t.field({
      type: UserRef,
      description: 'Who asked for the bot.',
      resolve: ({ userId }, _args, { loaders }) => loaders.owner.load(userId),
    }),
    platform: t.field({
      type: MeetingPlatform,
      description: 'Where it takes place.',
      resolve: ({ platform }) => known(PLATFORMS, platform) ?? OTHER,
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
      resolve: meetingUrl,
    }),
    status: t.field({
      type: MeetingStatus,
      description: 'How far the bot has come.',
      resolve: ({ status }) => known(STATUSES, status) ?? UNKNOWN,
    }),
    statusName: t.exposeString('status', {
      description: 'The status in the word that was recorded.',
    }),
    completionReason: t.exposeString('completionReason', {
      nullable: true,
      description: 'Why it ended, as the bot said; null before, and where it did not say.',
    }),
    failureStage: t.exposeString('failureStage', {
      nullable: true,
      description: 'The status in which it failed; null unless it did.',
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
      description: 'What bots and other services keep with it. Secrets in it are left out.',
      resolve: ({ data }) => visibleData(data),
    }),
    sessions: t.relation('sessions', {
      type: MeetingSession,
      description: "The bot's connections, oldest first.",
      query: { orderBy: [{ startedAt: 'asc' }, { id: 'asc' }] },
    }),
    transitions: t.relation('transitions', {
      type: MeetingTransition,
      description: 'The changes of its status, oldest first.',
      query: { orderBy: [{ at: 'asc' }, { id: 'asc' }] },
    }),
  }),
});
