import { isScope, SCOPES } from '../../../core/scopes.ts';

/** Scopes of an older version, whose keys may do whatever users could. */
const RETIRED = ['user', 'admin'];

/**
 * What a key may do here: what it may do there after Vexa's own start-up has seen to older keys.
 * A scope that is not known here opens nothing; it is kept beside the others for the day it is.
 */
export function scopesOf(text: string, given: readonly string[] | null): readonly string[] {
  const kept = (given ?? []).filter((scope) => !RETIRED.includes(scope));
  const isOlder = given === null || given.length === 0 || kept.length < given.length;
  if (!isOlder || kept.some(isScope)) return kept;
  const [, prefix = ''] = /^vxa_([a-z]+)_/.exec(text) ?? [];
  return [...(isScope(prefix) ? [prefix] : SCOPES), ...kept];
}
