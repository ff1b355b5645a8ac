import { builder } from '../../kit/graphql/builder.ts';
import { open, restIs } from '../../kit/graphql/open-enums.ts';
import { OTHER, UNKNOWN } from './list.ts';
import type { Session, Transition } from './service.ts';

export const MeetingPlatform = open(
  builder.enumType('MeetingPlatform', {
    extensions: restIs('OTHER'),
    description: 'Where a meeting takes place.',
    values: {
      GOOGLE_MEET: { value: 'google_meet', description: 'Google Meet.' },
      TEAMS: { value: 'teams', description: 'Microsoft Teams.' },
      ZOOM: { value: 'zoom', description: 'Zoom.' },
      JITSI: { value: 'jitsi', description: 'Jitsi Meet.' },
      BROWSER_SESSION: { value: 'browser_session', description: 'A remote browser, not a call.' },
      OTHER: { value: OTHER, description: 'Something newer; `platformName` has its word.' },
    } as const,
  }),
);

export const MeetingStatus = open(
  builder.enumType('MeetingStatus', {
    extensions: restIs('UNKNOWN'),
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
  }),
);

export const MeetingSession = builder.objectRef<Session>('MeetingSession').implement({
  description: "One stretch of a bot's connection within a meeting.",
  fields: (t) => ({
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'Its id in REST.',
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

export const MeetingTransition = builder.objectRef<Transition>('MeetingTransition').implement({
  description: "One change of a meeting's status.",
  fields: (t) => ({
    from: t.exposeString('from', {
      nullable: true,
      description: 'The status before, in the word that was recorded; null for the first one.',
    }),
    to: t.exposeString('to', {
      description: 'The status from then on, in the word that was recorded.',
    }),
    at: t.expose('at', { type: 'DateTime', description: 'When it changed.' }),
    reportedAt: t.expose('reportedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'The time that the bot reported, where its clock was ahead or behind; null where it is `at`.',
    }),
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
