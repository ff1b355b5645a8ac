import sql from 'sql-template-tag';
import { formOf, isPlausibleSecret } from '../../core/input/key-forms.ts';
import type { Rows } from '../../data/database.ts';

const SENDABLE = /^[\x21-\x7e]{8,255}$/;

/**
 * Whether a text of no known form could be an imported key all the same: somebody's own invention.
 * One of our own form with a wrong checksum, or with a character too many, is a typo.
 */
export function hasUnknownFormat(text: string): boolean {
  if (!SENDABLE.test(text) || formOf(text) !== 'UNKNOWN') return false;
  return !isPlausibleSecret(text.slice(0, -1));
}

/** Whether there are live keys of odd forms: while there are none, garbage costs no statement. */
export type UnknownFormatKeys = {
  readonly areThere: () => boolean;
  /** Asks the database anew: another process may have imported some. */
  readonly look: () => Promise<void>;
};

declare module '../../core/app.ts' {
  interface App {
    readonly unknownFormatKeys: UnknownFormatKeys;
  }
}

export function watchUnknownFormatKeys(rows: Rows): UnknownFormatKeys {
  let answer = false;
  return {
    areThere: () => answer,
    look: async () => {
      const [found] = await rows<{ readonly any: boolean }>(sql`
        select exists (select from api_tokens where is_odd_form and revoked_at is null) as "any"`);
      answer = found?.any ?? false;
    },
  };
}
