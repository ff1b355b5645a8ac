import type { GraphQLResolveInfo } from 'graphql';
import { ForbiddenError, NotFoundError } from '../../core/errors.ts';
import type { Context } from '../../kit/graphql/context.ts';
import { refused } from '../../kit/graphql/refused.ts';
import { hasAdminRole, isAdmin, isSignedIn } from '../../security/callers/viewer.ts';
import { type NamedToken, readToken } from './graphql-by.ts';

// Whose keys a caller changes: an admin any, a key itself, a user who is signed in with a browser its own. An
// administrator who is signed in as a user may only end its own.

/** @throws NotFoundError for a key of others: whether it exists is not told */
export async function readOwnKey(
  context: Context,
  info: GraphQLResolveInfo,
  named: NamedToken,
): Promise<bigint> {
  const { viewer } = context;
  const id = readToken(named);
  if (isAdmin(viewer) || viewer.holder?.tokenId === id) return id;
  const token = isSignedIn(viewer) ? await context.loaders.token.load(id) : null;
  if (token !== null && token.userId === viewer.holder?.userId) return id;
  throw refused(context, info, new NotFoundError('Token'));
}

/**
 * The same for a key of which the caller gets a new text: it may not give more than the caller has.
 * @throws NotFoundError, ForbiddenError
 */
export async function readRenewedKey(
  context: Context,
  info: GraphQLResolveInfo,
  named: NamedToken,
): Promise<bigint> {
  const { viewer, loaders } = context;
  const id = await readOwnKey(context, info, named);
  if (!isSignedIn(viewer)) return id;
  checkGivesNoPower(context, info);
  const held = viewer.holder?.scopes ?? [];
  const beyond = (await loaders.token.load(id))?.scopes.filter((scope) => !held.includes(scope));
  if (beyond === undefined || beyond.length === 0) return id;
  const message = `This key has scopes that your sign-in does not have (${beyond.join(', ')}): ask an operator to rotate it`;
  throw refused(context, info, new ForbiddenError(message));
}

/**
 * The same for a rotation that the caller cancels, which brings the old key back.
 * @throws NotFoundError, ForbiddenError
 */
export async function readRevivedKey(
  context: Context,
  info: GraphQLResolveInfo,
  named: NamedToken,
): Promise<bigint> {
  const id = await readOwnKey(context, info, named);
  if (isSignedIn(context.viewer)) checkGivesNoPower(context, info);
  return id;
}

type NewKey = {
  readonly userId: bigint;
  readonly scopes?: readonly string[] | null | undefined;
};

/** Who may get a new key for this user: an admin for anybody. @throws ForbiddenError */
export function checkNewKey(
  context: Context,
  info: GraphQLResolveInfo,
  { userId, scopes }: NewKey,
): void {
  const { viewer } = context;
  if (isAdmin(viewer)) return;
  if (viewer.holder?.userId !== userId)
    throw refused(context, info, new ForbiddenError('You can mint keys for yourself only'));
  checkGivesNoPower(context, info);
  const held = viewer.holder?.scopes ?? [];
  const beyond = (scopes ?? []).filter((scope) => !held.includes(scope));
  if (beyond.length === 0) return;
  const message = `Your sign-in does not have the scopes ${beyond.join(', ')}, so a key that you mint cannot have them`;
  throw refused(context, info, new ForbiddenError(message));
}

/** The keys of an administrator can do everything, and its session cannot. */
function checkGivesNoPower(context: Context, info: GraphQLResolveInfo): void {
  if (!hasAdminRole(context.viewer)) return;
  const message =
    'Keys of administrators can do everything: use an admin key, or a sign-in that grants ADMIN, to mint or rotate them, or to cancel a rotation';
  throw refused(context, info, new ForbiddenError(message));
}
