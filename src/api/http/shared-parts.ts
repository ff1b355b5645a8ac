import type { Logger } from 'pino';
import type { AllowedOrigins } from '../../core/config/origins.ts';
import type { TrustedProxies } from '../../core/config/trust-proxy.ts';
import type { Metrics } from '../../core/metrics.ts';
import { type Admission, createAdmission } from './admission.ts';
import { type ClientAddress, clientAddress } from './client-address.ts';
import { type Compression, compression } from './compress.ts';
import { type Cors, crossOrigin } from './cors.ts';
import { MAX_BYTES_HELD, MAX_BYTES_UNSENT } from './limits.ts';
import type { OverloadEvents } from './overload.ts';
import { createShares, type Shares } from './shares.ts';
import { type EventStreams, eventStreams } from './streams.ts';
import { type UnsentAnswers, unsentAnswers } from './unsent.ts';

export type SharedPartsOptions = {
  readonly log: Logger;
  readonly trustProxy: TrustedProxies;
  readonly requestsAtOnce: number;
  readonly subscriptionsAtOnce: number;
  readonly origins: AllowedOrigins;
};

/** What all requests of a port share. */
export type SharedParts = {
  readonly addressOf: ClientAddress;
  readonly admission: Admission;
  readonly bytes: Shares;
  readonly streams: EventStreams;
  readonly unsent: UnsentAnswers;
  readonly compress: Compression;
  readonly cors: Cors;
};

export function createSharedParts(options: SharedPartsOptions): SharedParts {
  return {
    addressOf: clientAddress(options.trustProxy),
    admission: createAdmission(options.requestsAtOnce, overloadLines(options.log)),
    bytes: createShares(MAX_BYTES_HELD),
    streams: eventStreams(options.subscriptionsAtOnce),
    unsent: unsentAnswers(MAX_BYTES_UNSENT),
    compress: compression(),
    cors: crossOrigin(options.origins),
  };
}

function overloadLines(log: Logger): OverloadEvents {
  return {
    onOverloaded: () => log.warn('more requests come than can be worked on; some are refused'),
    onCalm: (refused) => log.warn({ refused }, 'all requests are worked on again'),
  };
}

export function watchSharedParts(
  { gauge }: Pick<Metrics, 'gauge'>,
  { admission, bytes, streams }: SharedParts,
): void {
  gauge({
    name: 'http_server_active_requests',
    help: 'Requests that are being answered, without health checks and open streams.',
    read: admission.inside,
  });
  gauge({
    name: 'latchkey_overloaded',
    help: '1 while more requests come than can be worked on, so that some are refused with 503; else 0.',
    read: () => Number(admission.isOverloaded()),
  });
  gauge({
    name: 'latchkey_request_body_bytes',
    help: 'Bytes of request bodies in memory.',
    read: bytes.taken,
  });
  gauge({
    name: 'latchkey_open_streams',
    help: 'Open streams of events: subscriptions.',
    read: streams.open,
  });
}
