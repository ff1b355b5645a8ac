import { isIP } from 'node:net';
import { withoutKeys } from '../../core/input/key-forms.ts';
import { shortened } from '../../core/input/shorten.ts';
import { ownText } from '../../core/own-text.ts';

const NUL = /\0/g;

/**
 * A text that came from outside, as it can always be stored: PostgreSQL takes no NUL and no half of a
 * character, and an index takes no more than some 2,700 bytes. No key is stored with it. Refusals wait in
 * memory until they are written: it is a copy.
 */
export function bounded(given: string, most: number): string {
  const text = withoutKeys(given);
  if (text.length <= most && text.isWellFormed() && !text.includes('\0')) return ownText(text);
  return shortened(text.replace(NUL, '\u{fffd}'), most).toWellFormed();
}

/** The longest that the database takes (`audit_events_fit`). */
const MOST = { ip: 64, requestId: 64, name: 300 };

type Texts = {
  readonly ip: string | null;
  readonly requestId: string | null;
  readonly name: string | null;
};

/** From where, in which request and under which name, as an event keeps them. An address is one, or null. */
export function boundedEventTexts({ ip, requestId, name }: Texts): Texts {
  return {
    ip: ip !== null && ip.length <= MOST.ip && isIP(ip) !== 0 ? ip : null,
    requestId: requestId === null ? null : bounded(requestId, MOST.requestId),
    name: name === null ? null : bounded(name, MOST.name),
  };
}
