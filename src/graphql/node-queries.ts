import { brandWithType } from '@pothos/core';
import { hasAccess, hasScope, owns, type Viewer } from '../auth/viewer.ts';
import { InvalidInputError } from '../errors.ts';
import { MeetingRef } from '../meeting/graphql.ts';
import { ApiTokenRef } from '../token/graphql.ts';
import { UserRef } from '../user/graphql.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { decodeId, idIssue, type NodeId, type NodeType, type Path } from './ids.ts';
import { NodeRef } from './node.ts';

const MAX_IDS = 100;
const NODE_REFS = { User: UserRef, ApiToken: ApiTokenRef, Meeting: MeetingRef };

/** What stands behind an id, or null: not there, or not for this viewer. The two look the same. */
async function readNode(
  context: Context,
  { type, id }: NodeId,
): Promise<{ readonly id: bigint } | null> {
  const { viewer, loaders } = context;
  const row =
    type === 'User' ? await loaders.user.load(id) : await readOwned(context, { type, id });
  if (row === null) return null;

  const ownerId = 'userId' in row ? row.userId : row.id;
  if (!maySee(viewer, type, ownerId)) return null;
  brandWithType(row, NODE_REFS[type]);
  return row;
}

function readOwned({ loaders }: Context, { type, id }: NodeId) {
  return type === 'ApiToken' ? loaders.token.load(id) : loaders.meeting.load(id);
}

/** The rules of the fields `user`, `apiToken` and `meeting`, and a key's own user beside them. */
function maySee(viewer: Viewer, type: NodeType, ownerId: bigint): boolean {
  if (hasAccess(viewer, type === 'ApiToken' ? 'ADMIN' : 'ANALYTICS')) return true;
  if (viewer.holder === null || !owns(viewer, ownerId)) return false;
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
