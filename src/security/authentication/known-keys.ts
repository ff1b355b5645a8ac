import sql from 'sql-template-tag';
import { isPlausibleSecret } from '../../core/input/key-forms.ts';
import type { Rows } from '../../data/database.ts';
import type { Identity, KeyHolder } from '../callers/viewer.ts';
import { digestsOf } from '../keys/peppers.ts';
import type { Peppers } from '../vault/pepper.ts';
import { isAdminKeyText } from './admin-key.ts';
import { hasUnknownFormat, type UnknownFormatKeys } from './unknown-format.ts';

/** The key of a user that a text once was, whether it works or not. */
type KnownToken = Pick<KeyHolder, 'tokenId' | 'userId' | 'keyName'>;

/** Whose key a refused text is: for the audit log alone, since keys that have ended are found, too. */
export type KnownKeys = {
  readonly token: (text: string) => Promise<KnownToken | null>;
  readonly adminKey: (text: string) => Promise<Identity['operator']>;
};

declare module '../../core/app.ts' {
  interface App {
    /** Whose key a refused text is, whether it works or not: for the audit log alone. */
    readonly knownKeys: KnownKeys;
  }
}

type Options = { readonly peppers: Peppers; readonly unknownFormatKeys: UnknownFormatKeys };

/** A text that cannot be a key costs no statement. */
export function knownKeys(rows: Rows, { peppers, unknownFormatKeys }: Options): KnownKeys {
  return {
    token: async (text) => {
      if (!isPlausibleSecret(text) && !(unknownFormatKeys.areThere() && hasUnknownFormat(text)))
        return null;
      const [found] = await rows<KnownToken>(sql`
        select t.id as "tokenId", t.user_id as "userId", t.name as "keyName"
        from api_tokens t where t.digest = any(${digestsOf(text, peppers)}::bytea[])`);
      return found ?? null;
    },
    adminKey: async (text) => {
      if (!isAdminKeyText(text)) return null;
      const [found] = await rows<NonNullable<Identity['operator']>>(sql`
        select t.id as "keyId", t.name as "keyName", t.access
        from admin_keys t where t.digest = any(${digestsOf(text, peppers)}::bytea[])`);
      return found ?? null;
    },
  };
}
