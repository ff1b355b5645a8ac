import type { GraphQLResolveInfo } from 'graphql';
import type { App } from '../../core/app.ts';
import { ForbiddenError, UnauthenticatedError } from '../../core/errors.ts';
import { currentRequest } from '../../core/request/scope.ts';
import { builder } from '../../kit/graphql/builder.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { readId } from '../../kit/graphql/ids.ts';
import { narrows } from '../../kit/graphql/narrows.ts';
import { checkSentOnce, useInstead } from '../../kit/graphql/older-field.ts';
import { reachOf, refused } from '../../kit/graphql/refused.ts';
import { type Reach, reaches } from '../../security/authentication/reach.ts';
import { owns, type Viewer } from '../../security/callers/viewer.ts';
import { MeetingRef } from '../meetings/graphql.ts';
import { MeetingBy, readMeetingName } from '../meetings/graphql-by.ts';
import type { Meeting } from '../meetings/rows.ts';
import { findNativeMeeting } from '../meetings/service.ts';
import { OWN_MEETINGS } from '../users/access.ts';
import { readUser, UserBy } from '../users/graphql-by.ts';
import type { Subscriber } from './follower.ts';
import type { ChangedMeeting, ChangeFilter } from './notify.ts';
import { isStillLetIn } from './still-let-in.ts';

builder.subscriptionType({ description: 'Everything that can be subscribed to.' });

builder.subscriptionField('meetingChanged', (t) =>
  t.field({
    type: MeetingRef,
    access: OWN_MEETINGS,
    description:
      'Each meeting that is recorded or changes its status, in any process, with its state at that time. A user key receives the meetings of its user, an admin key all. Earlier changes are not sent. When the stream ends (the key was revoked or restricted, the caller may no longer sign in, the service stops, or the database was unavailable), query the current state and subscribe again.',
    args: {
      user: t.arg({
        type: UserBy,
        extensions: narrows,
        description: 'Only meetings of this user.',
      }),
      meeting: t.arg({ type: MeetingBy, extensions: narrows, description: 'Only this meeting.' }),
      userId: t.arg.id({
        extensions: narrows,
        deprecationReason: useInstead('user'),
        description: 'Only meetings of the user with this id.',
      }),
      meetingId: t.arg.id({
        extensions: narrows,
        deprecationReason: useInstead('meeting'),
        description: 'Only the meeting with this id.',
      }),
    },
    subscribe: async (_root, args, context, info) =>
      follow(context, info, await readFilter(context, info, args)),
    resolve: (meeting) => meeting,
  }),
);

type Args = {
  readonly user?: typeof UserBy.$inferInput | null | undefined;
  readonly meeting?: typeof MeetingBy.$inferInput | null | undefined;
  readonly userId?: string | null | undefined;
  readonly meetingId?: string | null | undefined;
};

/** @throws ForbiddenError when a user key names another user */
async function readFilter(
  context: Context,
  info: GraphQLResolveInfo,
  args: Args,
): Promise<ChangeFilter> {
  const reach = reachOf(context, info);
  const older = { name: 'userId', value: args.userId };
  const requested = await readUser(context, { user: args.user, older });
  if (requested !== null && !owns(context.viewer, requested))
    throw refused(
      context,
      info,
      new ForbiddenError('A user key can subscribe to meetings of its own user only'),
    );
  const meeting = await readMeeting(context.app, reach, args);
  const named =
    reach.userId === null || meeting === null ? null : await context.loaders.meeting.load(meeting);
  // Another user's meeting looks as if it did not exist; the attempt is recorded.
  if (named !== null) reaches(reach, named.userId);
  return { userId: reach.userId ?? requested, meetingId: meeting };
}

/** No meeting has it: nothing is heard of it. */
const NO_MEETING = 0n;

async function readMeeting(
  app: App,
  reach: Reach,
  { meeting, meetingId }: Args,
): Promise<bigint | null> {
  checkSentOnce('meeting', meeting, { name: 'meetingId', value: meetingId });
  if (meetingId != null) return readId('Meeting', meetingId, ['meetingId']);
  if (meeting == null) return null;
  const name = readMeetingName(meeting, ['meeting']);
  return 'id' in name ? name.id : ((await findNativeMeeting(app, name, reach))?.id ?? NO_MEETING);
}

function matchesFilter({ userId, meetingId }: ChangeFilter): (change: ChangedMeeting) => boolean {
  return (change) =>
    (userId === null || change.userId === userId) &&
    (meetingId === null || change.id === meetingId);
}

function follow(
  context: Context,
  info: GraphQLResolveInfo,
  filter: ChangeFilter,
): Promise<AsyncIterableIterator<Meeting>> {
  const { app, viewer } = context;
  const mayFollow = matchesFilter(filter);
  return app.changes.follow(subscriberOf(viewer), mayFollow, async ({ id }) => {
    currentRequest()?.restart();
    if (!(await isStillLetIn(app, context))) {
      refused(
        context,
        info,
        new UnauthenticatedError('The key has ended, or allows less than before'),
      );
      return undefined;
    }
    // What one event has read is old at the next.
    Object.assign(context, { loaders: context.createLoaders(app) });
    const meeting = await context.loaders.meeting.load(id);
    // A notification says whose meeting it is, but only the row is to be believed.
    return meeting !== null && mayFollow(meeting) ? meeting : null;
  });
}

/** All keys of one user count together. An operator may follow for many. */
function subscriberOf({ operator, holder }: Viewer): Subscriber {
  return operator === null
    ? { name: `user ${holder?.userId}`, limit: 100 }
    : { name: `operator ${operator.rootId ?? operator.keyName}`, limit: 1_000 };
}
