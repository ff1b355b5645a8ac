import type { Incoming } from '../../core/http/exchange.ts';
import { preferencesIn } from '../http/quality.ts';

/** What programs read rather than a page. */
const FOR_PROGRAMS = [
  'application/json',
  'application/graphql-response+json',
  'text/event-stream',
] as const;

/** Browsers name HTML, and nothing of what programs read before it. */
export function wantsPage({ method, headers: { accept = '' } }: Incoming): boolean {
  if (method !== 'GET' || !accept.includes('text/html')) return false;
  const preferences = preferencesIn(accept);
  const qualityOf = (wanted: string) =>
    preferences.find(({ name }) => name === wanted)?.quality ?? 0;
  const html = qualityOf('text/html');
  return html > 0 && FOR_PROGRAMS.every((name) => html >= qualityOf(name));
}
