import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { parseInt64 } from '../../core/input/integer.ts';

/** The types that have an id of their own. */
export type NodeType = 'User' | 'ApiToken' | 'Meeting' | 'AdminKey' | 'AuditEvent';

const NODE_TYPES: readonly NodeType[] = ['User', 'ApiToken', 'Meeting', 'AdminKey', 'AuditEvent'];

export type NodeId = { readonly type: NodeType; readonly id: bigint };

/** Opaque to clients: they compare it and send it back, nothing else. */
export function encodeId(type: NodeType, id: bigint): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

export function decodeId(text: string): NodeId | null {
  const [typeName, digits, ...rest] = Buffer.from(text, 'base64url').toString().split(':');
  const type = NODE_TYPES.find((known) => known === typeName);
  const id = parseInt64(digits ?? '');
  if (type === undefined || id === null || id <= 0n || rest.length > 0) return null;
  // One spelling per thing: what decodes, but is written in another way, is no id of ours.
  return encodeId(type, id) === text ? { type, id } : null;
}

export type Path = readonly (string | number)[];

/** @throws InvalidInputError when the text is no id, or the id of something else */
export function readId(type: NodeType, text: string, path: Path): bigint {
  const decoded = decodeId(text);
  if (decoded?.type === type) return decoded.id;
  throw new InvalidInputError([idIssue(type, path)]);
}

export function idIssue(type: NodeType | 'node', path: Path): InputIssue {
  const message = `is not the id of a ${type}; use the field \`id\` of one`;
  return { path, message, type: 'value_error' };
}
