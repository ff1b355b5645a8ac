import { z } from 'zod';

/** Whose pages may call the service from a browser. */
export type AllowedOrigins = {
  /** As browsers write them. */
  readonly exact: ReadonlySet<string>;
  /** Whether pages of this machine may, too: localhost, 127.0.0.1 and [::1] on each port. */
  readonly loopback: boolean;
};

export const LOOPBACK_ORIGINS: AllowedOrigins = { exact: new Set(), loopback: true };
export const NO_ORIGINS: AllowedOrigins = { exact: new Set(), loopback: false };

const WRONG =
  'must list origins exactly as browsers send them, such as https://app.example.com or http://localhost:5173, ' +
  'separated by commas, without a path, a slash at the end or a standard port; or be none';
/** Of programs that show pages of their own, such as Capacitor. */
const APP_ORIGIN = /^[a-z][a-z0-9+.-]{0,31}:\/\/[a-z0-9][a-z0-9.-]{0,252}(?::\d{1,5})?$/;

export const originList = z.string().transform((text, context): AllowedOrigins => {
  const origins = text.split(',').map((origin) => origin.trim());
  if (origins.length === 1 && origins[0] === 'none') return NO_ORIGINS;
  if (origins.every(isOrigin)) return { exact: new Set(origins), loopback: false };
  context.issues.push({ code: 'custom', message: WRONG, input: text });
  return z.NEVER;
});

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether nobody on the network can read what is sent there. */
export function isPrivateLine({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname));
}

/** Where browsers reach this service: cookies of sessions are for no other place. */
export const publicOrigin = z.string().refine((text) => {
  const url = URL.parse(text);
  return url !== null && url.origin === text && isPrivateLine(url);
}, 'must be the https address of this service as browsers see it, without a path, such as https://latchkey.example.com (http only for localhost)');

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null) return false;
  if (url.protocol === 'http:' || url.protocol === 'https:')
    return url.origin === text && !text.includes('*');
  return APP_ORIGIN.test(text);
}
