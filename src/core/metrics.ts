import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { knownMethod } from './http/method.ts';
import type { AnsweredRequest } from './http/record.ts';

/** A figure that is read whenever the metrics are, with its labels. */
type Reading = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

type Definition = {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  readonly read: () => number | readonly Reading[];
};

/** What this process says of itself, in the text form of Prometheus. */
export type Metrics = {
  readonly answered: (request: AnsweredRequest) => void;
  readonly gauge: (definition: Definition) => void;
  /** What has only grown since the process started. */
  readonly counter: (definition: Definition) => void;
  readonly text: () => Promise<string>;
  readonly contentType: string;
};

declare module './app.ts' {
  interface App {
    readonly metrics: Metrics;
  }
}

/** In seconds, as the conventions of OpenTelemetry advise for requests. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

/** What a request had that nothing is known of. */
const UNKNOWN = 'other';

export function createMetrics(version: string): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  const requests = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Time to answer a request: all refusals included, streams until they begin.',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code'],
    buckets: BUCKETS,
    registers,
  });
  const operations = new Histogram({
    name: 'graphql_server_operation_duration_seconds',
    help: 'The same by GraphQL operation. The first 100 names have labels of their own, all others are "other".',
    labelNames: ['graphql_operation_type', 'graphql_operation_name', 'http_response_status_code'],
    buckets: BUCKETS,
    registers,
  });
  new Gauge({
    name: 'target_info',
    help: 'What runs here; always 1.',
    labelNames: ['service_name', 'service_version'],
    registers,
  })
    .labels('latchkey', version)
    .set(1);
  const observeRequest = cachedObserver(requests);
  const observeOperation = cachedObserver(operations);
  let isProcessWatched = false;

  return {
    answered: ({ method, record: { route, operation }, status, ms }) => {
      observeRequest([knownMethod(method), route ?? UNKNOWN, String(status)], ms);
      if (operation !== null)
        observeOperation([operation.type, operation.name, String(status)], ms);
    },
    gauge: ({ name, help, labels = [], read }) => {
      new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers,
        collect() {
          this.reset();
          const readings = read();
          if (typeof readings === 'number') this.set(readings);
          else for (const { labels: own, value } of readings) this.set({ ...own }, value);
        },
      });
    },
    counter: ({ name, help, labels = [], read }) => {
      new Counter({
        name,
        help,
        labelNames: [...labels],
        registers,
        collect() {
          this.reset();
          const readings = read();
          if (typeof readings === 'number') this.inc(readings);
          else for (const { labels: own, value } of readings) this.inc({ ...own }, value);
        },
      });
    },
    text: () => {
      // Watching the event loop and the garbage collector costs something: not before somebody asks.
      if (!isProcessWatched) collectDefaultMetrics({ register: registry });
      isProcessWatched = true;
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** Labels are looked up once per combination: the library hashes them at each call. */
function cachedObserver<Labels extends string>(
  histogram: Histogram<Labels>,
): (labels: readonly string[], ms: number) => void {
  const children = new Map<string, { observe: (value: number) => void }>();
  return (labels, ms) => {
    const key = labels.join(' ');
    let child = children.get(key);
    if (child === undefined) {
      child = histogram.labels(...labels);
      children.set(key, child);
    }
    child.observe(ms / 1_000);
  };
}
