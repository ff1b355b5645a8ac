import type { App } from '../../core/app.ts';
import type { Notices } from './readiness.ts';

/** What was set aside, since this process started, so that the rest could go on. */
export function setAsideNotices({ usage, changes }: Pick<App, 'usage' | 'changes'>): Notices {
  return {
    usage: () => counted(usage.setAside(), 'requests could not be counted; see the log'),
    notifications: () =>
      counted(changes.ignored(), 'notifications in an unknown format were ignored'),
  };
}

function counted(count: number, text: string): string {
  return count === 0 ? 'ok' : `${count} ${text}`;
}
