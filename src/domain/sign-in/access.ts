import type { AccessRule } from '../../security/authentication/access.ts';

/** Who may read what sign-in adds to a user. */
export const SESSION_ACCESS = {
  sessions: { requires: 'USER', owner: ({ id }) => id },
} as const satisfies Record<string, AccessRule<{ readonly id: bigint }>>;
