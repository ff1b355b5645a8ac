import type { GraphQLResolveInfo } from 'graphql';
import { isAdminKeyLive } from '../admin-key/service.ts';
import type { App } from '../app.ts';
import { isAdmin, type Viewer } from '../auth/viewer.ts';
import { ForbiddenError } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import type { Context } from '../graphql/context.ts';
import { readId } from '../graphql/ids.ts';
import { createLoaders } from '../graphql/loaders.ts';
import { refused } from '../graphql/refused.ts';
import { MeetingRef } from '../meeting/graphql.ts';
import type { Meeting } from '../meeting/rows.ts';
import { isKeyLive } from '../token/service.ts';
import type { ChangedMeeting, Wanted } from './notify.ts';

builder.subscriptionType({ description: 'What can be followed while it happens.' });

builder.subscriptionField('meetingChanged', (t) =>
  t.field({
    type: MeetingRef,
    access: { requires: 'USER', scopes: ['bot', 'tx'] },
    description:
      'Each meeting that is recorded or changes its status, as it is then, in whichever process it happens. A user key follows the meetings of its user, an admin key all. Nothing is told of what happened before; when the stream ends (the key was ended or opens less, the service stops, the database was away), read the present state and subscribe again.',
    args: {
      userId: t.arg.id({ description: 'Only meetings of this user.' }),
      meetingId: t.arg.id({ description: 'Only this meeting.' }),
    },
    subscribe: (_root, args, context, info) => follow(context, readWanted(context, info, args)),
    resolve: (meeting) => meeting,
  }),
);

type Args = {
  readonly userId?: string | null | undefined;
  readonly meetingId?: string | null | undefined;
};

/** @throws ForbiddenError when a user key names another user */
function readWanted(
  context: Context,
  info: GraphQLResolveInfo,
  { userId, meetingId }: Args,
): Wanted {
  const { viewer } = context;
  const own = isAdmin(viewer) ? null : (viewer.holder?.userId ?? 0n);
  const asked = userId == null ? null : readId('User', userId, ['userId']);
  if (own !== null && asked !== null && asked !== own)
    throw refused(
      context,
      info,
      new ForbiddenError('A user key follows the meetings of its own user only'),
    );
  return {
    userId: own ?? asked,
    meetingId: meetingId == null ? null : readId('Meeting', meetingId, ['meetingId']),
  };
}

function isWanted({ userId, meetingId }: Wanted): (change: ChangedMeeting) => boolean {
  return (change) =>
    (userId === null || change.userId === userId) &&
    (meetingId === null || change.id === meetingId);
}

function follow(context: Context, wanted: Wanted): Promise<AsyncIterableIterator<Meeting>> {
  const { app, viewer } = context;
  const mayFollow = isWanted(wanted);
  return app.changes.follow(mayFollow, async ({ id }) => {
    if (!(await isStillLetIn(app, viewer))) return undefined;
    // What one event has read is old at the next.
    Object.assign(context, { loaders: createLoaders(app) });
    const meeting = await context.loaders.meeting.load(id);
    // A notification says whose meeting it is, but only the row is to be believed.
    return meeting !== null && mayFollow(meeting) ? meeting : null;
  });
}

/** A key that has been ended since, or opens less, is told nothing any more. */
async function isStillLetIn(app: App, { operator, holder }: Viewer): Promise<boolean> {
  // Those of the environment end with the process.
  const keyId = operator?.keyId ?? null;
  if (keyId !== null && !(await isAdminKeyLive(app, keyId))) return false;
  return holder === null || (await isKeyLive(app, holder));
}
