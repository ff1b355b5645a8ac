import type { AccessRule } from '../../security/authentication/access.ts';

type Owned = { readonly userId: bigint };

/** Who may read what was said: the scope of transcripts, on the owner's own; of operators, full access only. */
export const TRANSCRIPTS = {
  requires: 'USER',
  scopes: ['tx'],
  owner: ({ userId }) => userId,
} as const satisfies AccessRule<Owned>;
