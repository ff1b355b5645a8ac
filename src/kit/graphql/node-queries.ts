import { brandWithType } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import { ForbiddenError, InvalidInputError } from '../../core/errors.ts';
import { type AccessRule, mayRead } from '../../security/authentication/access.ts';
import { reaches } from '../../security/authentication/reach.ts';
import { hasAccess, type Viewer } from '../../security/callers/viewer.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { oneForEach } from './cost-items.ts';
import { decodeId, idIssue, type NodeType, type Path } from './ids.ts';
import type { Loaders } from './loaders.ts';
import { NodeRef } from './node.ts';
import { reachOf, refused } from './refused.ts';

const MAX_IDS = 100;

type Row = { readonly id: bigint };

/** A type that can be read by its id, and who may see what: the rules of the fields that list it. */
export type NodeKind<Found extends Row = Row> = {
  readonly type: NodeType;
  readonly ref: Parameters<typeof brandWithType>[1];
  readonly load: (loaders: Loaders, id: bigint) => Promise<Found | null>;
  /** Who sees everything of this type. */
  readonly seenBy: 'ADMIN' | 'ANALYTICS';
  /** Whose it is, where a user sees its own. */
  readonly ownerOf?: (row: Found) => bigint;
  /** The rule for those who see their own; left out: any key of the user. */
  readonly ownRule?: AccessRule;
};

/** Ties what is loaded to what its owner is read from. */
export function nodeKind<Found extends Row>(kind: NodeKind<Found>): NodeKind {
  // Each row goes back only to the kind that loaded it.
  return kind as unknown as NodeKind;
}

type Sent = { readonly kind: NodeKind; readonly id: bigint };

/** What stands behind an id, or null: not there, or not for this viewer. The two look the same. */
async function readNode(
  context: Context,
  info: GraphQLResolveInfo,
  { kind, id }: Sent,
): Promise<Row | null> {
  if (!seesAny(context.viewer, kind)) {
    refused(context, info, new ForbiddenError('Not allowed with this key'));
    return null;
  }
  const row = await kind.load(context.loaders, id);
  if (row === null || !seesThis(context, info, { kind, row })) return null;
  brandWithType(row, kind.ref);
  return row;
}

/** Whether the viewer may see anything of this type at all. If not, nothing has to be read. */
function seesAny(viewer: Viewer, { seenBy, ownerOf, ownRule }: NodeKind): boolean {
  if (hasAccess(viewer, seenBy)) return true;
  return ownerOf !== undefined && mayRead(viewer, ownRule ?? { requires: 'USER' }, undefined);
}

function seesThis(
  context: Context,
  info: GraphQLResolveInfo,
  { kind: { seenBy, ownerOf }, row }: { readonly kind: NodeKind; readonly row: Row },
): boolean {
  if (hasAccess(context.viewer, seenBy)) return true;
  return ownerOf !== undefined && reaches(reachOf(context, info), ownerOf(row));
}

type ReadSent = (text: string, path: Path) => Sent;

/** @throws InvalidInputError for what is the id of none of these kinds */
function sentReader(kinds: readonly NodeKind[]): ReadSent {
  const byType = new Map<string, NodeKind>(kinds.map((kind) => [kind.type, kind]));
  return (text, path) => {
    const sent = decodeId(text);
    const kind = byType.get(sent?.type ?? '');
    if (sent === null || kind === undefined) throw new InvalidInputError([idIssue('node', path)]);
    return { kind, id: sent.id };
  };
}

/** Adds the fields `node` and `nodes`, which find whatever is of these kinds. */
export function addNodeQueries(kinds: readonly NodeKind[]): void {
  const read = sentReader(kinds);
  builder.queryFields((t) => ({
    node: t.field({
      type: NodeRef,
      nullable: true,
      access: { requires: 'ANYONE' },
      description:
        'The object with this id; null if it does not exist or the caller may not see it.',
      args: { id: t.arg.id({ required: true, description: 'An id from any `id` field.' }) },
      resolve: (_root, { id }, context, info) => readNode(context, info, read(id, ['id'])),
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
        return ids.map((id, place) => readNode(context, info, read(id, ['ids', place])));
      },
    }),
  }));
}
