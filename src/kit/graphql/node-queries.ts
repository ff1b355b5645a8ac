import { brandWithType } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { ForbiddenError, InvalidInputError } from '../../core/errors.ts';
import { AdminKeyRef } from '../../domain/admin-keys/graphql.ts';
import { ApiTokenRef } from '../../domain/api-keys/graphql.ts';
import { AuditEventRef } from '../../domain/audit/graphql.ts';
import { MEETING_SCOPES } from '../../domain/meetings/access.ts';
import { MeetingRef } from '../../domain/meetings/graphql.ts';
import { UserRef } from '../../domain/users/graphql.ts';
import { reaches } from '../../security/authentication/reach.ts';
import { hasAccess, hasScope, type Viewer } from '../../security/authentication/viewer.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { oneForEach } from './cost-items.ts';
import { decodeId, idIssue, type NodeId, type NodeType, type Path } from './ids.ts';
import { NodeRef } from './node.ts';
import { reachOf, refused } from './refused.ts';

const MAX_IDS = 100;
const NODE_REFS = {
  User: UserRef,
  ApiToken: ApiTokenRef,
  Meeting: MeetingRef,
  AdminKey: AdminKeyRef,
  AuditEvent: AuditEventRef,
};

type Row = { readonly id: bigint };

/** What stands behind an id, or null: not there, or not for this viewer. The two look the same. */
async function readNode(
  context: Context,
  info: GraphQLResolveInfo,
  { type, id }: NodeId,
): Promise<Row | null> {
  if (!seesAny(context.viewer, type)) {
    refused(context, info, new ForbiddenError('Not allowed with this key'));
    return null;
  }
  const found = await findNode(context, { type, id });
  if (found === null || !seesThis(context, info, { type, ownerId: found.ownerId })) return null;
  brandWithType(found.row, NODE_REFS[type]);
  return found.row;
}

type Found = { readonly row: Row; readonly ownerId: bigint | null };

async function findNode({ loaders }: Context, { type, id }: NodeId): Promise<Found | null> {
  if (type === 'User') return asOwn(await loaders.user.load(id));
  if (type === 'ApiToken') return asOwned(await loaders.token.load(id));
  if (type === 'Meeting') return asOwned(await loaders.meeting.load(id));
  const row =
    type === 'AdminKey' ? await loaders.adminKey.load(id) : await loaders.auditEvent.load(id);
  return row && { row, ownerId: null };
}

function asOwn(row: Row | null): Found | null {
  return row && { row, ownerId: row.id };
}

function asOwned(row: (Row & { readonly userId: bigint }) | null): Found | null {
  return row && { row, ownerId: row.userId };
}

const FOR_ANALYTICS: readonly NodeType[] = ['User', 'Meeting'];
const OWNED: readonly NodeType[] = ['User', 'ApiToken', 'Meeting'];

/** Whether the viewer may see everything of this type: the rules of the fields that list them. */
function seesAll(viewer: Viewer, type: NodeType): boolean {
  return hasAccess(viewer, FOR_ANALYTICS.includes(type) ? 'ANALYTICS' : 'ADMIN');
}

/** Whether the viewer may see anything of this type at all. If not, nothing has to be read. */
function seesAny(viewer: Viewer, type: NodeType): boolean {
  if (seesAll(viewer, type)) return true;
  if (viewer.holder === null || !OWNED.includes(type)) return false;
  return type !== 'Meeting' || hasScope(viewer.holder, MEETING_SCOPES);
}

type Owned = { readonly type: NodeType; readonly ownerId: bigint | null };

function seesThis(context: Context, info: GraphQLResolveInfo, { type, ownerId }: Owned): boolean {
  if (seesAll(context.viewer, type)) return true;
  return ownerId !== null && reaches(reachOf(context, info), ownerId);
}

function readNodeId(text: string, path: Path): NodeId {
  const id = decodeId(text);
  if (id === null) throw new InvalidInputError([idIssue('node', path)]);
  return id;
}

builder.queryFields((t) => ({
  node: t.field({
    type: NodeRef,
    nullable: true,
    access: { requires: 'ANYONE' },
    description: 'The object with this id; null if it does not exist or the caller may not see it.',
    args: { id: t.arg.id({ required: true, description: 'An id from any `id` field.' }) },
    resolve: (_root, { id }, context, info) => readNode(context, info, readNodeId(id, ['id'])),
  }),
  nodes: t.field({
    type: [NodeRef],
    cost: { items: oneForEach('ids') },
    nullable: { list: false, items: true },
    access: { requires: 'ANYONE' },
    description: 'Like `node`, for up to 100 ids; the results are in the order of the ids.',
    args: { ids: t.arg.idList({ required: true, description: 'Ids from any `id` fields.' }) },
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > MAX_IDS) {
        throw new InvalidInputError([
          { path: ['ids'], message: `must hold at most ${MAX_IDS} ids`, type: 'too_long' },
        ]);
      }
      return ids.map((id, place) => readNode(context, info, readNodeId(id, ['ids', place])));
    },
  }),
}));
