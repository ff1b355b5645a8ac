/** The span of another service that a request is a part of. */
export type Parent = {
  readonly traceId: string;
  readonly spanId: string;
  readonly isTraced: boolean;
};

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;
const NO_ID = /^0+$/;
/** The flag of a span that is traced. */
export const SAMPLED = 0x1;

/** What the caller's service says in `traceparent`, as W3C Trace Context has it. */
export function parentOf(traceparent: string | undefined): Parent | null {
  const [, traceId = '0', spanId = '0', flags = ''] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  if (NO_ID.test(traceId) || NO_ID.test(spanId)) return null;
  return { traceId, spanId, isTraced: (Number.parseInt(flags, 16) & SAMPLED) !== 0 };
}
