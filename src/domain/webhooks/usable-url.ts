import type { Logger } from 'pino';
import type { PrivateTargets } from '../../core/config/private-targets.ts';
import { formProblem } from './target.ts';

/** The address of a webhook as it is handed to who sends events: null if no event may be sent there. */
export type UsableUrl = (userId: bigint, url: string | null) => string | null;

declare module '../../core/app.ts' {
  interface App {
    /** Checks a stored address again: the operator may have taken back what it allowed. */
    readonly usableUrl: UsableUrl;
  }
}

const MOST_WARNED = 1_000;

/**
 * By its looks alone, as it is asked with every request of a gateway: names are resolved when a webhook is
 * set, and again by who sends to it.
 */
export function usableUrl(allowed: PrivateTargets, log: Logger): UsableUrl {
  const reported = new Set<bigint>();

  /** Once of each user: their events are asked for again and again. */
  function warn(userId: bigint, problem: string): void {
    if (reported.has(userId) || reported.size === MOST_WARNED) return;
    reported.add(userId);
    log.warn(
      { userId: String(userId), problem },
      'the webhook of this user is refused, so no events are sent: set another one, or allow its network with WEBHOOK_ALLOWED_NETWORKS',
    );
  }

  return (userId, url) => {
    if (url === null || url === '') return null;
    const target = URL.parse(url);
    const problem = target === null ? 'Webhook URL is invalid' : formProblem(target, allowed);
    if (problem === null) return url;
    warn(userId, problem);
    return null;
  };
}
