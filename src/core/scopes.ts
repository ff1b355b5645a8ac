/** What a key may be used for, in the order in which it is said. */
export const SCOPES = ['bot', 'tx', 'browser'] as const;
export type Scope = (typeof SCOPES)[number];

/** A user key reads meetings with any of these. */
export const MEETING_SCOPES: readonly Scope[] = ['bot', 'tx'];

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
