/** What a key may be used for, in the order in which it is said. */
export const SCOPES = ['bot', 'tx', 'browser'] as const;
export type Scope = (typeof SCOPES)[number];

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
