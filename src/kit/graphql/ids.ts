import { type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { parseInt64 } from '../../core/input/integer.ts';

/**
 * The types that have an id of their own. Each domain adds its own here, and a `NodeKind` in its `index.ts`.
 * @public
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is filled by declaration merging.
export interface NodeTypes {}

export type NodeType = keyof NodeTypes;

/** As a client sent it: whether there is such a type, the reader decides. */
export type SentId = { readonly type: string; readonly id: bigint };

/**
 * Opaque to clients: they compare it and send it back, nothing else. Lists are full of them, and `btoa`
 * takes a quarter of the time of a buffer. Of letters, digits and a colon it makes none of the characters
 * in which base64 and base64url differ, other than the padding.
 */
export function encodeId(type: NodeType, id: bigint | string): string {
  const text = `${type}:${id}`;
  return btoa(text).slice(0, Math.ceil((text.length * 4) / 3));
}

function encoded({ type, id }: { readonly type: string; readonly id: bigint | string }): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}

export function decodeId(text: string): SentId | null {
  const [type = '', digits, ...rest] = Buffer.from(text, 'base64url').toString().split(':');
  const id = parseInt64(digits ?? '');
  if (id === null || id <= 0n || rest.length > 0) return null;
  // One spelling per thing: what decodes, but is written in another way, is no id of ours.
  return encoded({ type, id }) === text ? { type, id } : null;
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
