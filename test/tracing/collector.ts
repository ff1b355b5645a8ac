import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../http/raw-connection.ts';
import { atEndOfTest } from '../support/end-of-test.ts';

type Value = { readonly stringValue?: string; readonly intValue?: number };

/** A span in the JSON of OTLP. */
export type SentSpan = {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  /** 1: internal, 2: server, 3: client. */
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Value }[];
  readonly status: { readonly code: number };
};

type Sent = {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: SentSpan['attributes'] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
};

export type Collector = {
  readonly url: string;
  /** All that was sent, as it came. */
  readonly bodies: string[];
  readonly requests: { readonly path: string; readonly type: string | undefined }[];
  readonly spans: () => readonly SentSpan[];
};

/**
 * Takes traces by OTLP over HTTP.
 * @param status what it answers; null is nothing at all
 * @param delayMs and how much later
 */
export async function startCollector(status: number | null = 200, delayMs = 0): Promise<Collector> {
  const bodies: string[] = [];
  const requests: Collector['requests'] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    requests.push({ path: request.url ?? '', type: request.headers['content-type'] });
    if (delayMs > 0) await pause(delayMs);
    if (status !== null) response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEndOfTest(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const spans = () =>
    bodies
      .flatMap((body) => (JSON.parse(body) as Sent).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  return { url: `http://127.0.0.1:${port}`, bodies, requests, spans };
}

export function attributesOf({ attributes }: SentSpan): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
  );
}

/** The spans of one request, its own first. */
export async function spansOf(
  collector: Collector,
  requestId: string,
): Promise<readonly SentSpan[]> {
  const own = () =>
    collector.spans().find((span) => attributesOf(span)['latchkey.request_id'] === requestId);
  await until(() => own() !== undefined);
  const root = own();
  if (root === undefined) throw new Error('not there');
  return [root, ...collector.spans().filter((span) => span.parentSpanId === root.spanId)];
}
