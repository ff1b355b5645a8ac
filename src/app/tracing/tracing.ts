import type { Attributes, Context, Span, SpanContext } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { Config } from '../../core/config/config.ts';
import { knownMethod } from '../../core/http/method.ts';
import type { AnsweredRequest } from '../../core/http/record.ts';
import type { Part } from '../../core/http/timings.ts';
import { VERSION } from '../../core/version.ts';
import { encodeSpans } from './encode.ts';
import { spanQueue } from './span-queue.ts';
import { summaryOf } from './summary.ts';

export type Tracing = {
  /** Makes the spans of a request that is answered. @returns the id of its trace */
  readonly trace: (request: AnsweredRequest) => string;
  /** How many spans were dropped. */
  readonly dropped: () => number;
  readonly stop: () => Promise<void>;
};

/** What one export may take, with all that is tried again. */
const EXPORT_MS = 5_000;
const JSON_TYPE = { 'Content-Type': 'application/json' };
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** Loads OpenTelemetry, which only those who have a collector pay for. */
export async function startTracing(
  { endpoint, share }: NonNullable<Config['tracing']>,
  log: Logger,
): Promise<Tracing> {
  const [api, sdk, otlp, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/otlp-exporter-base/node-http'),
    import('@opentelemetry/resources'),
  ]);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = otlp.createOtlpHttpExportDelegate(
    otlp.convertLegacyHttpOptions(
      { url, timeoutMillis: EXPORT_MS },
      'TRACES',
      'v1/traces',
      JSON_TYPE,
    ),
    { serializeRequest: encodeSpans, deserializeResponse: () => ({}) },
    'otlp_http_json_span_exporter',
    { name: 'span', countItems: (spans) => spans.length },
    undefined,
  );
  const queue = spanQueue(exporter, log);
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'latchkey', 'service.version': VERSION }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    spanProcessors: [queue],
  });
  const tracer = provider.getTracer('latchkey', VERSION);
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = api;

  const addPart = (context: Context, part: Part, clockStart: number) => {
    const { kind, text, begun, ended, isFailed } = part;
    const startTime = clockStart + begun;
    const span =
      kind === 'key check'
        ? tracer.startSpan(kind, { startTime }, context)
        : startStatement(context, summaryOf(text), startTime);
    if (isFailed) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(clockStart + ended);
  };
  const startStatement = (context: Context, summary: string, startTime: number): Span => {
    const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': summary };
    return tracer.startSpan(summary, { kind: SpanKind.CLIENT, startTime, attributes }, context);
  };

  return {
    trace: (request) => {
      const { begun, ms, status, record } = request;
      // The library would compare the two clocks anew for each span, and to a millisecond: a part would
      // seem to begin before its request.
      const clockStart = Date.now() - performance.now();
      // What strangers send decides nothing about how much is traced.
      const parent = record.caller === null ? null : parentOf(request.traceparent);
      const context =
        parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent });
      const attributes = attributesOf(request);
      const options = { kind: SpanKind.SERVER, startTime: clockStart + begun, attributes };
      const span = tracer.startSpan(nameOf(request), options, context);
      if (span.isRecording()) {
        const inside = trace.setSpan(context, span);
        for (const part of record.timings?.parts ?? []) addPart(inside, part, clockStart);
      }
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end(clockStart + begun + ms);
      return span.spanContext().traceId;
    },
    dropped: queue.dropped,
    stop: () => provider.shutdown(),
  };
}

/** What the caller's service says in `traceparent`, as W3C Trace Context has it. */
function parentOf(traceparent: string | undefined): SpanContext | null {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}

/** As OpenTelemetry's conventions name spans of GraphQL and HTTP servers, with bounded names. */
function nameOf({ method, record: { operation, route } }: AnsweredRequest): string {
  if (operation !== null) return `${operation.type} ${operation.name}`;
  const known = knownMethod(method);
  const verb = known === '_OTHER' ? 'HTTP' : known;
  return route === null ? verb : `${verb} ${route}`;
}

/** Neither paths nor addresses, which can be those of people. */
function attributesOf({ requestId, method, status, bytes, record }: AnsweredRequest): Attributes {
  const { route, operation, caller } = record;
  return {
    'http.request.method': knownMethod(method),
    'http.response.status_code': status,
    'latchkey.request_id': requestId,
    ...(route !== null && { 'http.route': route }),
    ...(bytes !== null && { 'http.response.body.size': bytes }),
    ...(operation !== null && {
      'graphql.operation.type': operation.type,
      'graphql.operation.name': operation.name,
    }),
    ...(caller !== null && { 'latchkey.caller': caller }),
    ...(status >= 500 && { 'error.type': String(status) }),
  };
}
