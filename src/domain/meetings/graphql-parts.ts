import { builder } from '../../kit/graphql/builder.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { open, restIs } from '../../kit/graphql/open-enums.ts';
import { FAULTS, type Fault } from './faults.ts';
import type { Transition } from './history.ts';
import { OTHER, UNKNOWN } from './list.ts';

export const MeetingPlatform = open(
  builder.enumType('MeetingPlatform', {
    extensions: restIs('OTHER'),
    description: 'The platform of a meeting.',
    values: {
      GOOGLE_MEET: { value: 'google_meet', description: 'Google Meet.' },
      TEAMS: { value: 'teams', description: 'Microsoft Teams.' },
      ZOOM: { value: 'zoom', description: 'Zoom.' },
      JITSI: { value: 'jitsi', description: 'Jitsi Meet.' },
      BROWSER_SESSION: { value: 'browser_session', description: 'A remote browser, not a call.' },
      OTHER: { value: OTHER, description: 'Another platform; see `platformName`.' },
    } as const,
  }),
);

export const MeetingStatus = open(
  builder.enumType('MeetingStatus', {
    extensions: restIs('UNKNOWN'),
    description: 'The status of a bot.',
    values: {
      REQUESTED: { value: 'requested', description: 'The bot was requested.' },
      JOINING: { value: 'joining', description: 'The bot is joining the call.' },
      AWAITING_ADMISSION: {
        value: 'awaiting_admission',
        description: 'The bot is waiting to be admitted.',
      },
      ACTIVE: { value: 'active', description: 'The bot is in the call.' },
      NEEDS_HUMAN_HELP: {
        value: 'needs_human_help',
        description: "The bot is stuck and needs a person's help.",
      },
      STOPPING: { value: 'stopping', description: 'The bot is leaving.' },
      COMPLETED: { value: 'completed', description: 'The meeting ended normally.' },
      FAILED: { value: 'failed', description: 'The meeting ended because of an error.' },
      UNKNOWN: { value: UNKNOWN, description: 'Another status; see `statusName`.' },
    } as const,
  }),
);

const FAULT_TEXTS: Readonly<Record<Fault, string>> = {
  NONE: 'Nobody: it ended normally.',
  USER: 'A person: whoever requested the bot or should have admitted it.',
  PLATFORM: 'The meeting service.',
  BOT: 'The bot or its infrastructure.',
  UNKNOWN: 'Unknown: the reason is new, or there is no reason.',
};

export const FaultRef = builder.enumType('Fault', {
  description: 'Who could have prevented an end. Classified on each read, from one table.',
  values: Object.fromEntries(
    FAULTS.map((fault) => [fault, { description: FAULT_TEXTS[fault] }]),
  ) as { [Name in Fault]: { description: string } },
});

export const SessionRef = builder.prismaObject('MeetingSession', {
  description: 'One connection of a bot to a meeting.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      resolve: ({ id }) => encodeId('MeetingSession', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The numeric id in the REST API.',
    }),
    sessionUid: t.exposeString('sessionUid', {
      description: "The bot's own id for the session, unique within the meeting.",
    }),
    startedAt: t.expose('startedAt', {
      type: 'DateTime',
      description: 'When the connection began.',
    }),
  }),
});

export const TransitionRef = builder.objectRef<Transition>('MeetingTransition').implement({
  description: "One change of a meeting's status.",
  fields: (t) => ({
    from: t.exposeString('fromStatus', {
      nullable: true,
      description: 'The previous status as it was recorded; null for the first one.',
    }),
    to: t.exposeString('toStatus', {
      description: 'The new status as it was recorded.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it changed.' }),
    reportedAt: t.expose('reportedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The time that the bot reported, if its clock was ahead or behind; null if it equals `at`.',
    }),
    source: t.exposeString('source', {
      nullable: true,
      description: 'Who caused it, such as `user` or `bot_callback`.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The reason, as the source reported it.',
    }),
  }),
});
