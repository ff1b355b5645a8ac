import type { AccessRule } from '../../security/authentication/access.ts';

/** Who may read the guarded fields of a key. The others are for everybody who reaches the key. */
export const TOKEN_ACCESS = {
  user: { requires: 'USER', owner: ({ userId }) => userId },
  rateLimit: { requires: 'USER', owner: ({ userId }) => userId },
} as const satisfies Record<string, AccessRule<{ readonly userId: bigint }>>;
