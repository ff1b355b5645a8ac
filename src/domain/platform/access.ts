import type { AccessRule } from '../../security/authentication/access.ts';

/** What the platform's services read with credentials in it. Users and operators get it masked, or not at all. */
export const PLATFORM_ACCESS = {
  services: { requires: 'SERVICE' },
} as const satisfies Record<string, AccessRule>;
