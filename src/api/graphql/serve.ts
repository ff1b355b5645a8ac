import { Readable } from 'node:stream';
import type { createYoga } from 'graphql-yoga';
import type { App } from '../../core/app.ts';
import type { Answer, Incoming } from '../../core/http/exchange.ts';
import { withHeartbeat } from '../../domain/live/heartbeat.ts';
import { EVENT_TYPE, JSON_TYPE } from '../http/media-type.ts';
import { PATH } from './refusals.ts';
import type { YogaContext } from './yoga-plugin.ts';

type Yoga = ReturnType<typeof createYoga<YogaContext>>;

/** So that no proxy keeps events back to send them together, or changes them. */
const UNBUFFERED = { 'x-accel-buffering': 'no', 'cache-control': 'no-store, no-transform' };

/** Answers by the library: streams, queries in a URL, and everything where the fast path is off. */
export async function serve(
  yoga: Yoga,
  { method }: Incoming,
  context: YogaContext,
): Promise<Answer> {
  const { plain, events } = context.accepts;
  // The parameters travel in the context: they are read and checked already. So is what is accepted.
  const accept = [...(plain === null ? [] : [plain]), ...(events ? [EVENT_TYPE] : [])].join(', ');
  const request = new yoga.fetchAPI.Request(`http://latchkey${PATH}`, {
    method,
    headers: { 'content-type': JSON_TYPE, accept },
  });
  const response = await yoga.fetch(request, context);
  const type = response.headers.get('content-type') ?? JSON_TYPE;
  const isStream = type.startsWith(EVENT_TYPE) && response.body !== null;
  const allow = response.headers.get('allow');
  return {
    status: response.status,
    headers: {
      'content-type': type,
      ...(allow !== null && { allow }),
      ...(isStream && UNBUFFERED),
    },
    body: isStream ? eventsOf(response.body, context.app) : await response.text(),
    ...(isStream && { heldBytes: context.outcome.heldBytes }),
  };
}

function eventsOf(body: unknown, { config }: App): Readable {
  // The library's stream can be read so, which its declaration does not say.
  return withHeartbeat(Readable.from(body as AsyncIterable<Uint8Array>), config.heartbeatMs);
}
