import type { Logger } from 'pino';
import type { PrivateTargets } from '../../core/config/private-targets.ts';
import { onceEach } from '../../core/once-each.ts';
import { formProblem } from './target.ts';

/** The address of a webhook as it is handed to who sends events: null if no event may be sent there. */
export type UsableUrl = (userId: bigint, url: string | null) => string | null;

declare module '../../core/app.ts' {
  interface App {
    /** Checks a stored address again: the operator may have taken back what it allowed. */
    readonly usableUrl: UsableUrl;
  }
}

const REFUSED =
  'the webhook of this user is refused, so no events are sent: set another one, or allow its network with WEBHOOK_ALLOWED_NETWORKS';

/**
 * By its looks alone, as it is asked with every request of a gateway: names are resolved when a webhook is
 * set, and again by who sends to it.
 */
export function usableUrl(allowed: PrivateTargets, log: Logger): UsableUrl {
  // Their events are requested again and again.
  const warn = onceEach(log, REFUSED);

  return (userId, url) => {
    if (url === null || url === '') return null;
    const target = URL.parse(url);
    const problem = target === null ? 'Webhook URL is invalid' : formProblem(target, allowed);
    if (problem === null) return url;
    warn(String(userId), { userId: String(userId), problem });
    return null;
  };
}
