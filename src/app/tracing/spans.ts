import { knownMethod } from '../../core/http/method.ts';
import type { AnsweredRequest } from '../../core/http/record.ts';
import type { TimedPart } from '../../core/http/timings.ts';
import type { FinishedSpan, SpanAttributes } from './encode.ts';
import type { Parent } from './parent.ts';
import { statementSummary } from './summary.ts';

type Trace = {
  readonly traceId: string;
  readonly parent: Parent | null;
  readonly newId: () => string;
};

/** The spans of the parts of a request, and that of the request, which is their parent, last. */
export function spansOf(
  request: AnsweredRequest,
  { traceId, parent, newId }: Trace,
): readonly FinishedSpan[] {
  const { begun, ms, status, record } = request;
  // The two clocks are compared once: otherwise a part could seem to begin before its request.
  const clockStart = Date.now() - performance.now();
  const root: FinishedSpan = {
    traceId,
    spanId: newId(),
    parent: parent && { spanId: parent.spanId, isRemote: true },
    name: nameOf(request),
    kind: 'server',
    startMs: clockStart + begun,
    endMs: clockStart + (begun + ms),
    attributes: attributesOf(request),
    isFailed: status >= 500,
  };
  const inside = { traceId, parent: { spanId: root.spanId, isRemote: false } };
  const parts = record.timings?.parts.map((part) => ({
    ...inside,
    spanId: newId(),
    startMs: clockStart + part.begun,
    endMs: clockStart + part.ended,
    isFailed: part.isFailed,
    ...describe(part),
  }));
  return [...(parts ?? []), root];
}

function describe({ kind, text }: TimedPart): Pick<FinishedSpan, 'name' | 'kind' | 'attributes'> {
  if (kind === 'key check') return { name: kind, kind: 'internal', attributes: {} };
  const summary = statementSummary(text);
  const attributes = { 'db.system.name': 'postgresql', 'db.query.summary': summary };
  return { name: summary, kind: 'client', attributes };
}

/** As OpenTelemetry's conventions name spans of GraphQL and HTTP servers, with bounded names. */
function nameOf({ method, record: { operation, route } }: AnsweredRequest): string {
  if (operation !== null) return `${operation.type} ${operation.name}`;
  const known = knownMethod(method);
  const verb = known === '_OTHER' ? 'HTTP' : known;
  return route === null ? verb : `${verb} ${route}`;
}

/** Neither paths nor addresses, which can be those of people. */
function attributesOf({
  requestId,
  method,
  status,
  bytes,
  record,
}: AnsweredRequest): SpanAttributes {
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
