import { builder } from '../../kit/graphql/builder.ts';
import { readSlice, toConnection } from '../../kit/graphql/connection.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { MeetingRef } from '../meetings/graphql.ts';
import { UserRef } from '../users/graphql.ts';
import { countHolds, type LegalHold, listHolds, NEWEST_HOLDS } from './service.ts';

export const LegalHoldRef = builder.objectRef<LegalHold>('LegalHold').implement({
  description:
    'A user with everything that belongs to it, or one meeting, that cannot be deleted or erased until the hold is released.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      resolve: ({ id }) => encodeId('LegalHold', id),
    }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The user on hold; null if the hold is on one meeting.',
      resolve: ({ userId }, _args, { loaders }) =>
        userId === null ? null : loaders.owner.load(userId),
    }),
    meeting: t.field({
      type: MeetingRef,
      nullable: true,
      description: 'The meeting on hold; null if the hold is on a user.',
      resolve: ({ meetingId }, _args, { loaders }) =>
        meetingId === null ? null : loaders.meeting.load(meetingId),
    }),
    reason: t.exposeString('reason', { description: 'Why it was placed.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was placed.' }),
    releasedAt: t.expose('releasedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was released; null while it is in force.',
    }),
  }),
});

builder.queryField('legalHolds', (t) =>
  t.connection(
    {
      type: LegalHoldRef,
      access: { requires: 'ADMIN' },
      description: 'The legal holds in force, newest first.',
      args: {
        includeReleased: t.arg.boolean({
          defaultValue: false,
          description: 'Whether released holds are listed as well.',
        }),
      },
      resolve: async (_root, { includeReleased, ...page }, { app }) =>
        toConnection(
          await listHolds(app, readSlice(page), includeReleased === true),
          NEWEST_HOLDS,
          () => countHolds(app, includeReleased === true),
        ),
    },
    { name: 'LegalHoldConnection', description: 'A page of legal holds.' },
    { name: 'LegalHoldEdge' },
  ),
);
