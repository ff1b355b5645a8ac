import { createHash } from 'node:crypto';
import { isPlausibleSecret } from '../../../core/input/key-forms.ts';
import { hasUnknownFormat } from '../../../security/authentication/unknown-format.ts';
import { digestsOf } from '../../../security/keys/peppers.ts';
import { hintOf } from '../../../security/keys/secret.ts';
import type { Peppers } from '../../../security/vault/pepper.ts';
import type { Id } from '../source/batches.ts';
import type { RowStates } from '../stage/ledger.ts';
import { scopesOf } from './scopes.ts';
import { isWeakText } from './weak-text.ts';

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
  /** Of the row without its text, and without its last use: that is no change of the key. */
  readonly state: string;
};

/** What may be kept of it. */
export type Key = Omit<ForeignToken, 'text'> & {
  /** Under the current pepper. */
  readonly digest: string;
  /** Under each pepper that a key may still be kept under here. */
  readonly digests: readonly string[];
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly isOddForm: boolean;
  /** Whether a request can bring its text here at all. */
  readonly isUsable: boolean;
  /** Whether a request can bring its text here, and it is easy to guess. */
  readonly isWeak: boolean;
  /** Tells one name from another. */
  readonly nameState: string;
  /** Whether the scopes are others than those there. */
  readonly hasOldScopes: boolean;
};

export function importedKeyOf(
  { text, ...row }: ForeignToken,
  peppers: Peppers,
  states: RowStates,
): Key {
  const digests = digestsOf(text, peppers).map((bytes) => Buffer.from(bytes).toString('hex'));
  const [digest = ''] = digests;
  const isPlausible = isPlausibleSecret(text);
  const isOddForm = !isPlausible && hasUnknownFormat(text);
  const scopes = scopesOf(text, row.scopes);
  return {
    ...row,
    digest,
    digests,
    hint: isPlausible ? hintOf(text) : unknownFormatHintOf(text),
    scopes,
    hasOldScopes: scopes.join() !== row.scopes?.join(),
    isOddForm,
    isUsable: isPlausible || isOddForm,
    isWeak: (isPlausible || isOddForm) && isWeakText(text),
    // Without the pepper, nothing about the text can be tried out on what is stored.
    state: states.of(md5(`${digest} ${row.state}`)),
    nameState: states.of(md5(JSON.stringify(row.name))),
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

const LONG_ENOUGH = 20;

/** Somebody's own invention may be short, and may have meaning before its last underscore. */
function unknownFormatHintOf(text: string): string {
  return text.length < LONG_ENOUGH ? '…****' : `…${text.slice(-4)}`;
}
