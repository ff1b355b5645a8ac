import { createHash } from 'node:crypto';
import { digestOf, hintOf, isPlausibleSecret } from '../key/secret.ts';
import { isOddSecret } from '../token/odd-form.ts';
import type { Id } from './batches.ts';
import { scopesOf } from './scopes.ts';

/** A row of theirs. Its text goes no further than this file. */
export type ForeignToken = {
  readonly id: Id;
  readonly text: string;
  readonly userId: Id;
  readonly scopes: readonly string[] | null;
  readonly name: string | null;
  readonly createdAt: string | null;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  /** Of the row without its text. */
  readonly state: string;
};

/** What may be kept of it. */
export type Key = Omit<ForeignToken, 'text'> & {
  readonly digest: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly isOddForm: boolean;
  /** Whether a request can bring its text here at all. */
  readonly isUsable: boolean;
  /** Whether the scopes are others than those there. */
  readonly hasOldScopes: boolean;
};

export function keyOf({ text, ...row }: ForeignToken, pepper: string): Key {
  const digest = Buffer.from(digestOf(text, pepper)).toString('hex');
  const isPlausible = isPlausibleSecret(text);
  const isOddForm = !isPlausible && isOddSecret(text);
  const scopes = scopesOf(text, row.scopes);
  return {
    ...row,
    digest,
    hint: isPlausible ? hintOf(text) : oddHintOf(text),
    scopes,
    hasOldScopes: scopes.join() !== row.scopes?.join(),
    isOddForm,
    isUsable: isPlausible || isOddForm,
    // Without the pepper, nothing about the text can be tried out on what is stored.
    state: createHash('md5').update(`${digest} ${row.state}`).digest('hex'),
  };
}

const LONG_ENOUGH = 20;

/** Somebody's own invention may be short, and may have meaning before its last underscore. */
function oddHintOf(text: string): string {
  return text.length < LONG_ENOUGH ? '…****' : `…${text.slice(-4)}`;
}
