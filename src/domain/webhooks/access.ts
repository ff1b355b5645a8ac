import type { AccessRule } from '../../security/authentication/access.ts';

/** The secret in the clear is for whoever signs events, and for nobody else. */
export const WEBHOOK_ACCESS = {
  secretText: { requires: 'SERVICE' },
} as const satisfies Record<string, AccessRule>;
