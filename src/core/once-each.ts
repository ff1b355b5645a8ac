import type { Logger } from 'pino';
import { ownText } from './own-text.ts';

/** Logs something once for each name. */
export type OnceEach = (name: string, details: Readonly<Record<string, unknown>>) => void;

const MOST_NAMES = 1_000;

/**
 * For what would be logged again with every request. Memory stays bounded: beyond so many names, one more
 * line says that others are not logged.
 */
export function onceEach(log: Pick<Logger, 'warn'>, text: string): OnceEach {
  const logged = new Set<string>();
  return (name, details) => {
    if (logged.has(name) || logged.size > MOST_NAMES) return;
    logged.add(ownText(name));
    if (logged.size <= MOST_NAMES) log.warn(details, text);
    else log.warn({ logged: MOST_NAMES }, `there are more, which are not logged: ${text}`);
  };
}
