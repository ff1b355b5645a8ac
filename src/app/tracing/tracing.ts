import type { Logger } from 'pino';
import type { Config } from '../../core/config/config.ts';
import type { AnsweredRequest } from '../../core/http/record.ts';
import { encodeSpans, type FinishedSpan } from './encode.ts';
import { parentOf } from './parent.ts';
import { spanQueue } from './span-queue.ts';
import { spansOf } from './spans.ts';

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

/** Loads OpenTelemetry, which only those who have a collector pay for. */
export async function startTracing(
  { endpoint, share }: NonNullable<Config['tracing']>,
  log: Logger,
): Promise<Tracing> {
  const [{ ROOT_CONTEXT }, sdk, otlp] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/otlp-exporter-base/node-http'),
  ]);
  const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
  const exporter = otlp.createOtlpHttpExportDelegate<FinishedSpan[], object>(
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
  const ids = new sdk.RandomIdGenerator();
  const sampler = new sdk.TraceIdRatioBasedSampler(share);
  const isOfShare = (traceId: string) =>
    sampler.shouldSample(ROOT_CONTEXT, traceId).decision ===
    sdk.SamplingDecision.RECORD_AND_SAMPLED;

  return {
    trace: (request) => {
      // What strangers send decides nothing about how much is traced.
      const parent = request.record.caller === null ? null : parentOf(request.traceparent);
      const traceId = parent?.traceId ?? ids.generateTraceId();
      if (parent?.isTraced ?? isOfShare(traceId))
        queue.add(spansOf(request, { traceId, parent, newId: () => ids.generateSpanId() }));
      return traceId;
    },
    dropped: queue.dropped,
    stop: queue.stop,
  };
}
