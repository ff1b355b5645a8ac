import { brandWithType } from '@pothos/core';
import { AdminKeyRef } from '../admin-key/graphql.ts';
import { AuditEventRef } from '../audit/graphql.ts';
import { hasAccess, hasScope, owns, type Viewer } from '../auth/viewer.ts';
import { InvalidInputError } from '../errors.ts';
import { MeetingRef } from '../meeting/graphql.ts';
import { ApiTokenRef } from '../token/graphql.ts';
import { UserRef } from '../user/graphql.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { oneForEach } from './cost-items.ts';
import { decodeId, idIssue, type NodeId, type NodeType, type Path } from './ids.ts';
import { NodeRef } from './node.ts';

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
async function readNode(context: Context, { type, id }: NodeId): Promise<Row | null> {
  const found = await findNode(context, { type, id });
  if (found === null || !maySee(context.viewer, type, found.ownerId)) return null;
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

/** The rules of the fields that list them, and a key's own user beside them. */
function maySee(viewer: Viewer, type: NodeType, ownerId: bigint | null): boolean {
  if (hasAccess(viewer, FOR_ANALYTICS.includes(type) ? 'ANALYTICS' : 'ADMIN')) return true;
  if (viewer.holder === null || ownerId === null || !owns(viewer, ownerId)) return false;
  return type !== 'Meeting' || hasScope(viewer.holder, ['bot', 'tx']);
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
    description:
      'Whatever has this id; null when there is nothing, or nothing that this caller may see.',
    args: { id: t.arg.id({ required: true, description: 'An id from any `id` field.' }) },
    resolve: (_root, { id }, context) => readNode(context, readNodeId(id, ['id'])),
  }),
  nodes: t.field({
    type: [NodeRef],
    cost: { items: oneForEach('ids') },
    nullable: { list: false, items: true },
    access: { requires: 'ANYONE' },
    description: 'As `node`, for up to 100 ids; the answers stand in the order of the ids.',
    args: { ids: t.arg.idList({ required: true, description: 'Ids from any `id` fields.' }) },
    resolve: (_root, { ids }, context) => {
      if (ids.length > MAX_IDS) {
        throw new InvalidInputError([
          { path: ['ids'], message: `must hold at most ${MAX_IDS} ids`, type: 'too_long' },
        ]);
      }
      return ids.map((id, place) => readNode(context, readNodeId(id, ['ids', place])));
    },
  }),
}));
