import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { App } from '../../core/app.ts';
import { UnavailableError } from '../../core/errors.ts';
import { headerText } from '../../core/http/exchange.ts';
import { ANONYMOUS, type Identity, type Viewer } from '../callers/viewer.ts';
import type { Quota } from '../limits/limits.ts';
import { admitService } from './admit-service.ts';
import { identifyRefusedKeys, internalServiceOf } from './authenticate.ts';
import { credentialsOf } from './credentials.ts';
import { RefusedKeyError } from './refused-key.ts';

/** How old an event may be, and how far the clock of the sender may be ahead. A repeated event is signed again. */
const TOLERANCE_SECONDS = 300;
const DIGITS = /^\d{1,12}$/;

export type SignedRequest = {
  readonly headers: IncomingHttpHeaders;
  /** As it was sent; null without one. */
  readonly body: string | null;
};

/**
 * Lets in whoever signed the body of the request with the secret of the platform's events:
 * `sha256=<HMAC of "<timestamp>.<body>">` in `X-Webhook-Signature`.
 * @throws UnauthenticatedError, RateLimitedError
 * @throws UnavailableError while there is no secret: the sender tries again later
 */
export async function authenticateEvent(
  app: App,
  request: SignedRequest,
  quota: Quota,
): Promise<Viewer> {
  if (app.config.keys.vexaEvents.length === 0)
    throw new UnavailableError('VEXA_SYSTEM_WEBHOOK_SECRET not configured');
  const timestamp = headerText(request.headers['x-webhook-timestamp']) ?? '';
  if (!isSigned(app, timestamp, request)) {
    await quota.takeAddress();
    throw new RefusedKeyError('Invalid webhook signature', await senderOf(app, request.headers));
  }
  const service = { keyName: 'VEXA_SYSTEM_WEBHOOK_SECRET' };
  // Told only to whoever has the secret.
  const now = app.clock() ?? new Date();
  if (Math.abs(now.getTime() / 1_000 - Number(timestamp)) > TOLERANCE_SECONDS)
    throw new RefusedKeyError('Webhook timestamp is too old or in the future', {
      ...ANONYMOUS,
      service,
    });
  return await admitService(quota, service);
}

/** No key counts here; whose it is, the audit log shall say. */
async function senderOf(app: App, headers: IncomingHttpHeaders): Promise<Identity> {
  const secret = headerText(headers['x-internal-secret']);
  const service = secret ? internalServiceOf(app, secret) : null;
  const sent = await identifyRefusedKeys(app, credentialsOf(headers));
  return service === null ? sent : { ...sent, service };
}

/** In constant time, whichever of the secrets it was. */
function isSigned({ config }: App, timestamp: string, { headers, body }: SignedRequest): boolean {
  const given = hash('sha256', headerText(headers['x-webhook-signature']) ?? '', 'buffer');
  const matches = config.keys.vexaEvents.map((secret) => {
    const mac = createHmac('sha256', secret)
      .update(`${timestamp}.${body ?? ''}`)
      .digest('hex');
    return timingSafeEqual(given, hash('sha256', `sha256=${mac}`, 'buffer'));
  });
  return DIGITS.test(timestamp) && matches.includes(true);
}
