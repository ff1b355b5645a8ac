/** What each scope is for, as the API describes it. */
const SCOPES: Readonly<Record<string, string>> = {
  BOT: 'bot: send and manage bots, read meetings',
  TX: 'tx: read and write transcripts, read meetings',
  BROWSER: 'browser: use browser sessions',
};

export function scopeText(scope: string): string {
  return SCOPES[scope] ?? 'A scope that this version does not support';
}
