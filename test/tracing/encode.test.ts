import { expect, it } from 'vitest';
import { encodeSpans, type FinishedSpan } from '../../src/app/tracing/encode.ts';
import { spanQueue } from '../../src/app/tracing/span-queue.ts';
import { createLogger } from '../../src/core/log.ts';

const SPAN: FinishedSpan = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parent: null,
  name: 'GET "quoted"',
  kind: 'server',
  startMs: 1_780_000_000_000.0625,
  endMs: 1_780_000_000_012.5,
  attributes: { 'http.route': '/graphql', 'http.response.status_code': 200 },
  isFailed: false,
};
const PARENT = '00f067aa0ba902b7';

it.each([
  ['without a parent', {}, { flags: 0x101 }],
  [
    'below one of its own process',
    { parent: { spanId: PARENT, isRemote: false }, kind: 'client' },
    { flags: 0x101, parentSpanId: PARENT, kind: 3 },
  ],
  [
    'below one of another process',
    { parent: { spanId: PARENT, isRemote: true } },
    { flags: 0x301, parentSpanId: PARENT },
  ],
  ['that failed', { isFailed: true, kind: 'internal' }, { status: { code: 2 }, kind: 1 }],
] as const)('a span %s is sent as the protocol has it', (_, more, differs) => {
  const sent = JSON.parse(Buffer.from(encodeSpans([{ ...SPAN, ...more }])).toString());
  expect(sent.resourceSpans[0].scopeSpans[0].spans).toEqual([
    {
      traceId: SPAN.traceId,
      spanId: SPAN.spanId,
      name: 'GET "quoted"',
      kind: 2,
      startTimeUnixNano: '1780000000000062500',
      endTimeUnixNano: '1780000000012500000',
      attributes: [
        { key: 'http.route', value: { stringValue: '/graphql' } },
        { key: 'http.response.status_code', value: { intValue: 200 } },
      ],
      status: { code: 0 },
      flags: 0x101,
      ...differs,
    },
  ]);
});

it('a request whose spans have no room leaves none', () => {
  let sent = 0;
  const exporter = {
    // The collector takes one batch, and answers nothing.
    export: (spans: readonly FinishedSpan[]) => {
      sent += spans.length;
    },
  };
  const queue = spanQueue(exporter, createLogger('silent'));
  const most = 8_192;
  queue.add(Array.from({ length: most }, () => SPAN));
  queue.add(Array.from({ length: sent + 1 }, () => SPAN));
  expect(queue.dropped()).toBe(sent + 1);
  queue.add(Array.from({ length: sent }, () => SPAN));
  expect(queue.dropped()).toBe(sent + 1);
});
