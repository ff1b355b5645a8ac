import type { Scope } from '../../core/scopes.ts';

/** A user key reads meetings with any of these. */
export const MEETING_SCOPES: readonly Scope[] = ['bot', 'tx'];
