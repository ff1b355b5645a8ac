import type { Scope } from '../../core/scopes.ts';

const scopes: readonly Scope[] = ['bot', 'tx'];

/** Who may read meetings of its own: a user key with any of these scopes. */
export const OWN_MEETINGS = { requires: 'USER', scopes } as const;
