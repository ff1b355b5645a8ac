import { getNamedType, isLeafType, isUnionType } from 'graphql';
import type { AnyField } from './slots.ts';

/** What differs from one subject, or from one moment, to the next. */
const VOLATILE = [
  ...['id', 'databaseId', 'hint', 'secret', 'cursor', 'startCursor', 'endCursor', 'requestId'],
  ...['revokedIds', 'deletedUserId', 'usage', 'ip', 'lastUsedAt', 'lastUsedIp', 'position'],
  ...['before', 'after'],
];

const MOST_SELECTED = 8;

export function selectionOf(type: AnyField['type'], depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return '';
  if (isUnionType(named)) {
    const members = named
      .getTypes()
      .map((member) => `... on ${member.name}${selectionOf(member, depth)}`);
    return ` { __typename ${members.join(' ')} }`;
  }
  const fields = 'getFields' in named ? Object.values(named.getFields()) : [];
  const wanted = fields.filter(({ name }) => !VOLATILE.includes(name));
  // Larger documents are not compiled.
  const selected = wanted.slice(0, MOST_SELECTED).flatMap((field) => {
    if (!('args' in field) || field.args.length > 0) return [];
    const isLeaf = isLeafType(getNamedType(field.type));
    return isLeaf || depth > 1 ? [`${field.name}${selectionOf(field.type, depth - 1)}`] : [];
  });
  return ` { ${selected.length === 0 ? '__typename' : selected.join(' ')} }`;
}
