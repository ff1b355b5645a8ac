import { MEETING_SCOPES } from '../../core/scopes.ts';
import type { AccessRule } from '../../security/authentication/access.ts';

/** Who may read meetings of its own: a user key with any of these scopes. */
export const OWN_MEETINGS = { requires: 'USER', scopes: MEETING_SCOPES } as const;

type Owner = { readonly id: bigint };

const ownerOf = ({ id }: Owner) => id;

/** Who may read the guarded fields of a user. The others are for everybody who reaches the user. */
export const USER_ACCESS = {
  /** What operators and other services keep with a user: none of the user's business. */
  data: { requires: 'ADMIN' },
  webhook: { requires: 'USER', owner: ownerOf, services: true },
  apiTokens: { requires: 'USER', owner: ownerOf },
  meetings: { ...OWN_MEETINGS, owner: ownerOf },
  /** Of the data, the platform's gateway gets the names of the workspaces. */
  workspaces: { requires: 'SERVICE' },
} as const satisfies Record<string, AccessRule<Owner>>;
